variable "name" {
  type = string
}

variable "groups" {
  type = map(string)
}

variable "tags" {
  type = map(string)
}

resource "aws_launch_template" "this" {
  name                   = var.name
  image_id               = "ami-12345678"
  vpc_security_group_ids = values(var.groups)
  user_data              = base64encode("echo")

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      encrypted   = true
      volume_size = "20"
    }
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = toset(["volume", "instance"])
    content {
      resource_type = tag_specifications.value
      tags          = var.tags
    }
  }

  tags = var.tags
}

resource "aws_autoscaling_group" "this" {
  name               = var.name
  min_size           = "1"
  max_size           = 3
  availability_zones = ["eu-central-1b", "eu-central-1a"]

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  dynamic "tag" {
    for_each = var.tags
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  timeouts {
    delete = "15m"
  }
}

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  cpu                      = 256
  memory                   = 512
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "web", image = "web:1", essential = true }])

  volume {
    name = "data"

    efs_volume_configuration {
      file_system_id     = "fs-1"
      transit_encryption = "ENABLED"
    }
  }
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = aws_ecs_cluster.this.id
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = "2"

  network_configuration {
    subnets         = ["subnet-2", "subnet-1"]
    security_groups = values(var.groups)
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = "true"
  }
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = "arn:aws:iam::111122223333:role/worker"
  filename      = "worker.zip"
  handler       = "worker.handle"
  runtime       = "python3.13"
  timeout       = "30"

  environment {
    variables = { RETRIES = 3, VERBOSE = true }
  }
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids              = ["subnet-2", "subnet-1"]
    endpoint_private_access = true
    public_access_cidrs     = ["10.0.0.0/8"]
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = "arn:aws:kms:eu-central-1:111122223333:key/a"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = var.name
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = "2"
  threshold           = "0.5"

  metric_query {
    id          = "ratio"
    expression  = "a / b"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = ["b", "a"]
    content {
      id = metric_query.value

      metric {
        metric_name = metric_query.value
        namespace   = "Fleet"
        period      = 60
        stat        = "Sum"
        dimensions  = { Name = var.name }
      }
    }
  }
}

output "template" {
  value = aws_launch_template.this
}
