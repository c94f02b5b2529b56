variable "mode" {
  type = string
}

# expect: finding
resource "aws_ecs_task_definition" "host" {
  family                = "host"
  container_definitions = jsonencode([{ name = "app", image = "example", user = "1000", readonlyRootFilesystem = true }])
  network_mode          = "host"
}

# expect: clean
resource "aws_ecs_task_definition" "own" {
  family                = "own"
  container_definitions = jsonencode([{ name = "app", image = "example", user = "1000", readonlyRootFilesystem = true }])
  network_mode          = "awsvpc"
}

# expect: clean
resource "aws_ecs_task_definition" "left_at_the_default" {
  family                = "left-at-the-default"
  container_definitions = jsonencode([{ name = "app", image = "example", user = "1000", readonlyRootFilesystem = true }])
}

# expect: unknown
resource "aws_ecs_task_definition" "not_known" {
  family                = "not-known"
  container_definitions = jsonencode([{ name = "app", image = "example", user = "1000", readonlyRootFilesystem = true }])
  network_mode          = var.mode
}
