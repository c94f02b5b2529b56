data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  identifier    = "${var.name_prefix}-${var.name}"
  function_name = "${local.identifier}-rotation"
}

# The keys are those that the rotation reads. After the first rotation the secret is ahead of Terraform, which writes again
# only when password_version is raised.
resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.arn
  secret_string_wo_version = var.password_version
  secret_string_wo = jsonencode({
    engine   = "postgres"
    host     = var.connection.host
    port     = var.connection.port
    dbname   = var.connection.database
    username = var.username
    password = var.password
  })
}

resource "aws_security_group" "rotation" {
  name        = local.function_name
  description = "Rotation of the password of ${local.identifier}"
  vpc_id      = var.vpc_id

  tags = { Name = local.function_name }
}

resource "aws_vpc_security_group_egress_rule" "database" {
  security_group_id            = aws_security_group.rotation.id
  description                  = "PostgreSQL to ${local.identifier}"
  referenced_security_group_id = var.database_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = var.connection.port
  to_port                      = var.connection.port
}

resource "aws_vpc_security_group_egress_rule" "endpoint" {
  security_group_id            = aws_security_group.rotation.id
  description                  = "TLS to the endpoint of Secrets Manager"
  referenced_security_group_id = var.endpoint_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

# AWS publishes the function that changes a PostgreSQL password; it is deployed, not written again.
resource "aws_serverlessapplicationrepository_cloudformation_stack" "rotation" {
  name             = local.function_name
  application_id   = "arn:${data.aws_partition.current.partition}:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser"
  semantic_version = var.rotation_application_version
  capabilities     = ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"]

  parameters = {
    functionName        = local.function_name
    endpoint            = "https://secretsmanager.${data.aws_region.current.name}.${data.aws_partition.current.dns_suffix}"
    kmsKeyArn           = var.key_arn
    vpcSubnetIds        = join(",", var.subnet_ids)
    vpcSecurityGroupIds = aws_security_group.rotation.id
  }

  tags = { Name = local.function_name }
}

resource "aws_secretsmanager_secret_rotation" "this" {
  secret_id           = aws_secretsmanager_secret.this.arn
  rotation_lambda_arn = aws_serverlessapplicationrepository_cloudformation_stack.rotation.outputs["RotationLambdaARN"]
  rotate_immediately  = false

  rotation_rules {
    schedule_expression = var.rotation_schedule
    duration            = "2h"
  }

  depends_on = [aws_secretsmanager_secret_version.this]
}
