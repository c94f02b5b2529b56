resource "aws_cloudwatch_log_group" "app" {
  name = "/app"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

# expect: clean[app]
# expect: finding[sidecar]
resource "aws_ecs_task_definition" "heredoc" {
  family                = "heredoc"
  container_definitions = <<-EOT
    [
      {"name": "app", "image": "example", "user": "1000"},
      {"name": "sidecar", "image": "example"}
    ]
  EOT
}

# expect: clean[app]
# expect: finding[app2]
resource "aws_ecs_task_definition" "heredoc_with_unknown_parts" {
  family                = "heredoc-with-unknown-parts"
  container_definitions = <<-EOT
    [
      {
        "name": "app",
        "image": "${aws_ecr_repository.app.repository_url}:1",
        "user": "1000",
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "${aws_cloudwatch_log_group.app.id}"}}
      },
      {
        "name": "app2",
        "image": "${aws_ecr_repository.app.repository_url}:1",
        "memory": ${aws_ecr_repository.app.id},
        "user": "root"
      }
    ]
  EOT
}

# expect: clean[app]
# expect: finding[sidecar]
resource "aws_ecs_task_definition" "file" {
  family                = "file"
  container_definitions = file("${path.module}/containers.json")
}

# expect: finding[web]
resource "aws_ecs_task_definition" "template" {
  family = "template"

  container_definitions = templatefile("${path.module}/containers.json.tftpl", {
    name = "web"
    user = "root"
  })
}

# expect: clean[worker]
resource "aws_ecs_task_definition" "template_of_another_user" {
  family = "template-of-another-user"

  container_definitions = templatefile("${path.module}/containers.json.tftpl", {
    name = "worker"
    user = "worker"
  })
}
