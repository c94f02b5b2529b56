variable "read_only" {
  type = bool
}

variable "containers" {
  type = any
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

# Its image is only known after apply; what it may write is known now.
# expect: clean[app]
# expect: finding[agent]
# expect: finding[off]
# expect: unknown[not-known]
resource "aws_ecs_task_definition" "many" {
  family = "many"

  container_definitions = jsonencode([
    { name = "app", image = "${aws_ecr_repository.app.repository_url}:1", readonlyRootFilesystem = true },
    { name = "agent", image = aws_ecr_repository.app.repository_url },
    { name = "off", image = "example", readonlyRootFilesystem = false },
    { name = "not-known", image = "example", readonlyRootFilesystem = var.read_only },
  ])
}

# expect: clean[app]
resource "aws_ecs_task_definition" "one" {
  family                = "one"
  container_definitions = jsonencode([{ name = "app", image = "example", readonlyRootFilesystem = true }])
}

# expect: finding[app]
resource "aws_ecs_task_definition" "by_heredoc" {
  family                = "by-heredoc"
  container_definitions = <<-EOT
    [{"name": "app", "image": "example"}]
  EOT
}

# expect: unknown
resource "aws_ecs_task_definition" "containers_not_known" {
  family                = "containers-not-known"
  container_definitions = jsonencode(var.containers)
}

# Windows containers have no such setting.
# expect: clean
resource "aws_ecs_task_definition" "windows" {
  family                = "windows"
  container_definitions = jsonencode([{ name = "app", image = "example" }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
    cpu_architecture        = "X86_64"
  }
}
