variable "public" {
  type = bool
}

# expect: finding
resource "aws_ecs_service" "public" {
  name            = "public"
  task_definition = "web:1"

  network_configuration {
    subnets          = ["subnet-0123456789abcdef0"]
    assign_public_ip = true
  }
}

# expect: clean
resource "aws_ecs_service" "private" {
  name            = "private"
  task_definition = "web:1"

  network_configuration {
    subnets          = ["subnet-0123456789abcdef0"]
    assign_public_ip = false
  }
}

# expect: clean
resource "aws_ecs_service" "left_at_the_default" {
  name            = "left-at-the-default"
  task_definition = "web:1"

  network_configuration {
    subnets = ["subnet-0123456789abcdef0"]
  }
}

# expect: clean
resource "aws_ecs_service" "of_the_host" {
  name            = "of-the-host"
  task_definition = "web:1"
}

# expect: unknown
resource "aws_ecs_service" "not_known" {
  name            = "not-known"
  task_definition = "web:1"

  network_configuration {
    subnets          = ["subnet-0123456789abcdef0"]
    assign_public_ip = var.public
  }
}

# expect: finding
resource "aws_ecs_task_set" "public" {
  service         = "web"
  cluster         = "main"
  task_definition = "web:1"

  network_configuration {
    subnets          = ["subnet-0123456789abcdef0"]
    assign_public_ip = true
  }
}
