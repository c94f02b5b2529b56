variable "logging" {
  type = string
}

# expect: finding
resource "aws_ecs_cluster" "none" {
  name = "none"

  configuration {
    execute_command_configuration {
      logging = "NONE"
    }
  }
}

# expect: clean
resource "aws_ecs_cluster" "left_at_the_default" {
  name = "left-at-the-default"
}

# expect: clean
resource "aws_ecs_cluster" "override" {
  name = "override"

  configuration {
    execute_command_configuration {
      logging = "OVERRIDE"

      log_configuration {
        cloud_watch_log_group_name = "/exec"
      }
    }
  }
}

# expect: unknown
resource "aws_ecs_cluster" "not_known" {
  name = "not-known"

  configuration {
    execute_command_configuration {
      logging = var.logging
    }
  }
}
