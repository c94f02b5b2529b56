# What is known only after apply: one member of a collection, an arm of a condition; and write-only arguments.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

locals {
  later = aws_vpc.this.id == "a"
}

resource "aws_kms_key" "cond" {
  enable_key_rotation     = true
  rotation_period_in_days = local.later ? null : 90
  description             = local.later ? null : "x"
  is_enabled              = local.later ? true : null
  deletion_window_in_days = true ? null : 7
  tags                    = { a = aws_vpc.this.id, b = "c" }
}

resource "aws_kms_key" "other" {
  tags = local.later ? null : { b = "c" }
}

resource "aws_db_instance" "this" {
  instance_class      = "db.t4g.medium"
  engine              = "postgres"
  engine_version      = local.later ? null : "16"
  allocated_storage   = 20
  username            = "a"
  password_wo         = "hidden"
  password_wo_version = 1
  storage_encrypted   = local.later ? null : true
  skip_final_snapshot = true
}

resource "aws_ssm_parameter" "this" {
  name             = "a"
  type             = "SecureString"
  value_wo         = "hidden"
  value_wo_version = 1
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = "s"
  secret_string_wo         = "hidden"
  secret_string_wo_version = 1
}

resource "aws_lambda_function" "this" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/x"
  handler       = "a.b"
  runtime       = "python3.13"
  filename      = "main.tf"
  environment {
    variables = { A = aws_vpc.this.id, B = "c" }
  }
  layers = [aws_vpc.this.arn, "arn:aws:lambda:eu-central-1:123456789012:layer:x:1"]
}

resource "aws_db_parameter_group" "this" {
  family = "postgres16"
  parameter {
    name  = "a"
    value = aws_vpc.this.id
  }
  parameter {
    name         = "b"
    value        = "1"
    apply_method = local.later ? null : "immediate"
  }
}

resource "aws_glue_catalog_table" "this" {
  name          = "t"
  database_name = "d"
  parameters    = { a = aws_vpc.this.id, b = "c" }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = "2"
  metric_name         = "x"
  namespace           = "AWS/EC2"
  period              = 60
  threshold           = "1.5"
  statistic           = "Sum"
  dimensions          = { InstanceId = aws_vpc.this.id, B = "c" }
  alarm_actions       = [aws_vpc.this.arn, "arn:aws:sns:eu-central-1:123456789012:x"]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = "b"
  rule {
    bucket_key_enabled = local.later ? null : true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = local.later ? null : "k"
    }
  }
}

resource "aws_security_group" "this" {
  name   = "a"
  vpc_id = aws_vpc.this.id
  ingress {
    from_port   = 1
    to_port     = 2
    protocol    = "tcp"
    cidr_blocks = [aws_vpc.this.cidr_block, "10.0.0.0/8"]
  }
}

resource "aws_iam_role" "this" {
  name               = local.later ? null : "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
  tags               = { a = "1", b = local.later ? null : "2" }
}

resource "aws_opensearch_domain" "this" {
  domain_name      = "dom"
  advanced_options = { a = aws_vpc.this.id, b = "c" }
  cluster_config {
    instance_type = local.later ? null : "x"
  }
}

resource "aws_lb" "this" {
  name            = "a"
  security_groups = [aws_security_group.this.id, "sg-12345678"]
  subnets         = local.later ? null : ["subnet-1", "subnet-2"]
}

resource "aws_ecs_task_definition" "this" {
  family                = "f"
  container_definitions = jsonencode([{ name = "a", image = aws_vpc.this.id }])
  volume {
    name = "v"
    docker_volume_configuration {
      driver_opts = { a = aws_vpc.this.id, b = "c" }
      labels      = { a = "b" }
    }
  }
}

resource "aws_bedrockagent_agent" "this" {
  agent_name              = "a"
  agent_resource_role_arn = "arn:aws:iam::123456789012:role/x"
  foundation_model        = local.later ? null : "x"
  tags                    = { a = aws_vpc.this.id, b = "c" }
}
