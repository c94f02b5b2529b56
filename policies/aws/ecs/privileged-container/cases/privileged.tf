variable "privileged" {
  type = bool
}

variable "definitions" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

# expect: clean[left-out]
# expect: clean[off]
# expect: finding[on]
# expect: unknown[not-known]
resource "aws_ecs_task_definition" "many" {
  family = "many"

  container_definitions = jsonencode([
    { name = "left-out", image = aws_ecr_repository.app.repository_url },
    { name = "off", image = aws_ecr_repository.app.repository_url, privileged = false },
    { name = "on", image = aws_ecr_repository.app.repository_url, privileged = true },
    { name = "not-known", image = aws_ecr_repository.app.repository_url, privileged = var.privileged },
  ])
}

# expect: finding[agent]
resource "aws_ecs_task_definition" "text" {
  family                = "text"
  container_definitions = <<-EOT
    [{"name": "agent", "image": "${aws_ecr_repository.app.repository_url}", "privileged": true}]
  EOT
}

# expect: unknown
resource "aws_ecs_task_definition" "not_known" {
  family                = "not-known"
  container_definitions = var.definitions
}
