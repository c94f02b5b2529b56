variable "user" {
  type = string
}

variable "containers" {
  type = any
}

resource "aws_cloudwatch_log_group" "app" {
  name = "/app"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

# Its image and log group are only known after apply; its users are known now.
# expect: clean[app]
# expect: finding[sidecar]
# expect: finding[by-name]
# expect: finding[by-id]
# expect: finding[with-a-group]
# expect: clean[root-group-alone]
# expect: finding[number]
# expect: finding[empty]
# expect: unknown[not-known]
resource "aws_ecs_task_definition" "many" {
  family = "many"

  container_definitions = jsonencode([
    {
      name  = "app"
      image = "${aws_ecr_repository.app.repository_url}:1"
      user  = "1000:1000"
      logConfiguration = {
        logDriver = "awslogs"
        options   = { awslogs-group = aws_cloudwatch_log_group.app.id }
      }
    },
    { name = "sidecar", image = aws_ecr_repository.app.repository_url },
    { name = "by-name", image = "example", user = "root" },
    { name = "by-id", image = "example", user = "0" },
    { name = "with-a-group", image = "example", user = "0:1000" },
    { name = "root-group-alone", image = "example", user = "1000:0" },
    { name = "number", image = "example", user = 0 },
    { name = "empty", image = "example", user = "" },
    { name = "not-known", image = "example", user = var.user },
  ])
}

# Without a name the key is the place in the list.
# expect: finding[1]
resource "aws_ecs_task_definition" "nameless" {
  family = "nameless"

  container_definitions = jsonencode([
    { image = "example", user = "nobody" },
    { image = "example" },
  ])
}

# expect: unknown
resource "aws_ecs_task_definition" "containers_not_known" {
  family                = "containers-not-known"
  container_definitions = jsonencode(var.containers)
}

# expect: finding[app]
resource "aws_ecs_task_definition" "keys_in_any_case" {
  family                = "keys-in-any-case"
  container_definitions = jsonencode([{ Name = "app", Image = "example", User = "root" }])
}

# The user of a Windows container is not a Linux user.
# expect: clean
resource "aws_ecs_task_definition" "windows" {
  family                = "windows"
  container_definitions = jsonencode([{ name = "app", image = "example" }])

  runtime_platform {
    operating_system_family = "WINDOWS_SERVER_2022_CORE"
    cpu_architecture        = "X86_64"
  }
}

# expect: finding[app]
resource "aws_ecs_task_definition" "linux" {
  family                = "linux"
  container_definitions = jsonencode([{ name = "app", image = "example" }])

  runtime_platform {
    operating_system_family = "LINUX"
  }
}
