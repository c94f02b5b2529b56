variable "name" {
  type = string
}

variable "password" {
  type = string
}

variable "hidden" {
  type      = string
  sensitive = true
  default   = "example"
}

variable "environment" {
  type = list(object({ name = string, value = string }))
}

# expect: finding[DB_PASSWORD]
# expect: finding[AWS_SECRET_ACCESS_KEY]
# expect: finding[AWS_ACCESS_KEY_ID]
# expect: finding[stripe_api_key]
# expect: finding[PGPASSWORD]
# expect: clean[GOOGLE_APPLICATION_CREDENTIALS]
# expect: clean[LOG_LEVEL]
# expect: clean[DB_PASSWORD_FILE]
# expect: clean[SECRET_ARN]
# expect: clean[TOKEN_URL]
# expect: clean[MAX_TOKENS]
resource "aws_ecs_task_definition" "app" {
  family = "app"

  container_definitions = jsonencode([{
    name  = "app"
    image = "example"

    environment = [
      { name = "LOG_LEVEL", value = "info" },
      { name = "DB_PASSWORD", value = var.password },
      { name = "AWS_ACCESS_KEY_ID", value = "example" },
      { name = "AWS_SECRET_ACCESS_KEY", value = "example" },
      { name = "stripe_api_key", value = "example" },
      { name = "PGPASSWORD", value = "example" },
      { name = "GOOGLE_APPLICATION_CREDENTIALS", value = "/etc/google.json" },
      { name = "DB_PASSWORD_FILE", value = "/run/secrets/db" },
      { name = "SECRET_ARN", value = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db" },
      { name = "TOKEN_URL", value = "https://login.example.com" },
      { name = "MAX_TOKENS", value = "512" },
    ]
  }])
}

# expect: clean
resource "aws_ecs_task_definition" "fetched" {
  family = "fetched"

  container_definitions = jsonencode([{
    name    = "app"
    image   = "example"
    secrets = [{ name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db" }]
  }])
}

# With a sensitive value in it the whole document is sensitive: the key is the place in the list, and nothing is shown.
# expect: clean[0]
# expect: finding[1]
resource "aws_ecs_task_definition" "sensitive" {
  family = "sensitive"

  container_definitions = jsonencode([{
    name  = "app"
    image = "example"

    environment = [
      { name = "LOG_LEVEL", value = "info" },
      { name = "DB_PASSWORD", value = var.hidden },
    ]
  }])
}

# expect: unknown
resource "aws_ecs_task_definition" "name_not_known" {
  family = "name-not-known"

  container_definitions = jsonencode([{
    name        = "app"
    image       = "example"
    environment = [{ name = var.name, value = "example" }]
  }])
}

# expect: unknown
resource "aws_ecs_task_definition" "environment_not_known" {
  family                = "environment-not-known"
  container_definitions = jsonencode([{ name = "app", image = "example", environment = var.environment }])
}
