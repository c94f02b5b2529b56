variable "user" {
  type = string
}

resource "aws_ecr_repository" "job" {
  name = "job"
}

# expect: finding[0]
resource "aws_batch_job_definition" "without" {
  name                 = "without"
  type                 = "container"
  container_properties = jsonencode({ image = aws_ecr_repository.job.repository_url })
}

# expect: finding
resource "aws_batch_job_definition" "root" {
  name                 = "root"
  type                 = "container"
  container_properties = jsonencode({ image = aws_ecr_repository.job.repository_url, user = "root" })
}

# expect: clean
resource "aws_batch_job_definition" "nobody" {
  name                 = "nobody"
  type                 = "container"
  container_properties = jsonencode({ image = aws_ecr_repository.job.repository_url, user = "65534" })
}

# expect: unknown
resource "aws_batch_job_definition" "not_known" {
  name                 = "not-known"
  type                 = "container"
  container_properties = jsonencode({ image = aws_ecr_repository.job.repository_url, user = var.user })
}

# expect: clean[app]
# expect: finding[sidecar]
resource "aws_batch_job_definition" "tasks" {
  name = "tasks"
  type = "container"

  ecs_properties = jsonencode({
    taskProperties = [{
      containers = [
        { name = "app", image = "example", user = "1000" },
        { name = "sidecar", image = "example", user = "0" },
      ]
    }]
  })
}

# expect: finding[0]
# expect: clean[1]
resource "aws_batch_job_definition" "nodes" {
  name = "nodes"
  type = "multinode"

  node_properties = jsonencode({
    mainNode = 0
    numNodes = 2
    nodeRangeProperties = [
      { targetNodes = "0:0", container = { image = "example" } },
      { targetNodes = "1:", container = { image = "example", user = "1000" } },
    ]
  })
}

# expect: clean[app]
# expect: clean[by-flag]
# expect: finding[root]
# expect: finding[init]
resource "aws_batch_job_definition" "pod" {
  name = "pod"
  type = "container"

  eks_properties {
    pod_properties {
      init_containers {
        name  = "init"
        image = "example"
      }

      containers {
        name  = "app"
        image = "example"

        security_context {
          run_as_user = 1000
        }
      }

      containers {
        name  = "by-flag"
        image = "example"

        security_context {
          run_as_non_root = true
        }
      }

      containers {
        name  = "root"
        image = "example"

        security_context {
          run_as_user = 0
        }
      }
    }
  }
}
