variable "name" {
  type = string
}

variable "user" {
  type    = string
  default = null
}

locals {
  container = { name = var.name, image = "example", user = var.user }
}

# expect: clean module.web
# expect: finding[worker] module.worker
resource "aws_ecs_task_definition" "this" {
  family                = var.name
  container_definitions = jsonencode([local.container])
}
