locals {
  # What the platform promises and no standard of Security Hub asks. Identifiers are AWS's own.
  rules = {
    database-has-standby  = "RDS_MULTI_AZ_SUPPORT"
    database-is-protected = "RDS_INSTANCE_DELETION_PROTECTION_ENABLED"
    bucket-is-replicated  = "S3_BUCKET_REPLICATION_ENABLED"
    table-is-restorable   = "DYNAMODB_PITR_ENABLED"
    stream-is-encrypted   = "KINESIS_STREAM_ENCRYPTED"
    secret-is-rotated     = "SECRETSMANAGER_ROTATION_ENABLED_CHECK"
    volume-is-encrypted   = "ENCRYPTED_VOLUMES"
    key-is-rotated        = "CMK_BACKING_KEY_ROTATION_ENABLED"
    trail-is-on           = "CLOUD_TRAIL_ENABLED"
    tunnels-are-up        = "VPC_VPN_2_TUNNELS_UP"
  }
}

resource "aws_config_configuration_recorder" "this" {
  name     = var.name_prefix
  role_arn = var.role_arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true # in each region: the record must outlive the loss of one
  }

  recording_mode {
    recording_frequency = "CONTINUOUS"
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = var.name_prefix
  s3_bucket_name = var.bucket_name
  s3_key_prefix  = var.bucket_prefix
  s3_kms_key_arn = var.key_arn

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_config_retention_configuration" "this" {
  retention_period_in_days = var.retention_in_days

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_config_rule" "this" {
  for_each = local.rules

  name = "${var.name_prefix}-${each.key}"

  source {
    owner             = "AWS"
    source_identifier = each.value
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }

  depends_on = [aws_config_configuration_recorder_status.this]
}
