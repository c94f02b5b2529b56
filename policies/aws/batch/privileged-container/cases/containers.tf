variable "privileged" {
  type = bool
}

# expect: clean
resource "aws_batch_job_definition" "left_out" {
  name                 = "left-out"
  type                 = "container"
  container_properties = jsonencode({ image = "example" })
}

# expect: finding
resource "aws_batch_job_definition" "on" {
  name                 = "on"
  type                 = "container"
  container_properties = jsonencode({ image = "example", privileged = true })
}

# expect: unknown
resource "aws_batch_job_definition" "not_known" {
  name                 = "not-known"
  type                 = "container"
  container_properties = jsonencode({ image = "example", privileged = var.privileged })
}

# expect: finding[agent]
resource "aws_batch_job_definition" "tasks" {
  name = "tasks"
  type = "container"

  ecs_properties = jsonencode({
    taskProperties = [{ containers = [{ name = "agent", image = "example", privileged = true }] }]
  })
}

# expect: finding[agent]
# expect: clean[app]
resource "aws_batch_job_definition" "pod" {
  name = "pod"
  type = "container"

  eks_properties {
    pod_properties {
      containers {
        name  = "agent"
        image = "example"

        security_context {
          privileged = true
        }
      }

      containers {
        name  = "app"
        image = "example"

        security_context {
          privileged = false
        }
      }
    }
  }
}
