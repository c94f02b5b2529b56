# The function that fails the platform over and back, in the recovery region with all that it needs: nothing here asks for
# the primary region but the function itself, which does without its answers.
data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  here      = var.recovery.region

  function_arn = "arn:${local.partition}:lambda:${local.here}:${var.account_id}:function:${var.function_name}"
  state_table  = "${var.name_prefix}-failover"
  audit_table  = "${var.name_prefix}-failover-audit"
  namespace    = "${var.name_prefix}/failover"
  event_source = "${var.name_prefix}.failover"

  # What the function reads of the platform; `sync_cluster_sizes.config` refuses what is missing or too much.
  configuration = {
    name_prefix       = var.name_prefix
    node_groups       = var.node_groups
    pilot_group       = var.pilot_group
    services          = var.services
    secret            = var.secret_name
    host_parameter    = var.host_parameter
    parameter_key_arn = var.recovery.data_key_arn
    secret_key_arn    = var.recovery.data_key_arn
    alert_topic_arn   = var.alert_topic_arn
    audit_table       = local.audit_table
    event_source      = local.event_source
    slices            = var.slices
    timing            = var.timing

    primary = {
      name       = var.primary.region
      kubernetes = var.primary.kubernetes
      cluster    = var.primary.cluster
      health_url = var.primary.health_url
      ready_url  = var.primary.ready_url
      database   = var.primary.database
    }

    recovery = {
      name       = var.recovery.region
      kubernetes = var.recovery.kubernetes
      cluster    = var.recovery.cluster
      health_url = var.recovery.health_url
      ready_url  = var.recovery.ready_url
      database   = var.recovery.database
    }
  }
}

module "logs" {
  source = "../logs"

  key_arn           = var.log_key_arn
  retention_in_days = var.log_retention_in_days
  groups            = { function = { name = "/aws/lambda/${var.function_name}" } }
}

resource "aws_lambda_function" "this" {
  function_name    = var.function_name
  description      = "Mirrors the primary region's sizes, fails over to ${local.here} and back"
  role             = aws_iam_role.this.arn
  runtime          = "python3.13"
  architectures    = ["arm64"]
  handler          = "sync_cluster_sizes.handler.handle"
  filename         = "${path.module}/function.zip"
  source_code_hash = filebase64sha256("${path.module}/function.zip")
  timeout          = 90 # shorter than the function's lease on its state, 95 s
  memory_size      = 512
  kms_key_arn      = var.recovery.data_key_arn

  # One that runs and one that answers a person beside it; the state's version keeps them from each other's work.
  reserved_concurrent_executions = 2

  environment {
    variables = { STATE_TABLE = aws_dynamodb_table.state.name }
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead_letters.arn
  }

  tracing_config {
    mode = "Active"
  }

  logging_config {
    log_format = "JSON"
    log_group  = module.logs.group_names["function"]
  }

  tags = { Name = var.function_name }

  lifecycle {
    precondition {
      condition     = data.aws_region.current.name == var.recovery.region
      error_message = "The function must stand in the recovery region: hand in that region's provider."
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

# What AWS tries again by itself is no older than the outage: a command of yesterday must not fail anything over.
resource "aws_lambda_function_event_invoke_config" "this" {
  function_name                = aws_lambda_function.this.function_name
  maximum_event_age_in_seconds = 600
  maximum_retry_attempts       = 2
}

# State ----------------------------------------------------------------------------------------------------------------

resource "aws_dynamodb_table" "state" {
  name                        = local.state_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "name"
  deletion_protection_enabled = var.protected

  attribute {
    name = "name"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.recovery.data_key_arn
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  tags = { Name = local.state_table }
}

# The one item that is Terraform's; state, mirror and watch are the function's.
resource "aws_dynamodb_table_item" "configuration" {
  table_name = aws_dynamodb_table.state.name
  hash_key   = aws_dynamodb_table.state.hash_key

  item = jsonencode({
    name     = { S = "config" }
    document = { S = jsonencode(local.configuration) }
  })
}

resource "aws_dynamodb_table" "audit" {
  name                        = local.audit_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "run"
  range_key                   = "at"
  deletion_protection_enabled = var.protected

  dynamic "attribute" {
    for_each = toset(["run", "at"])

    content {
      name = attribute.value
      type = "S"
    }
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.recovery.data_key_arn
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }

  tags = { Name = local.audit_table }
}
