locals {
  log_streams = {
    for pair in setproduct(keys(var.deliveries), ["destination", "backup"]) :
    "${pair[0]}/${pair[1]}" => { purpose = pair[0], name = pair[1] }
  }

  log_groups_arn = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${var.account_id}:log-group"
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = var.deliveries

  name              = "/aws/kinesisfirehose/${var.name_prefix}-${each.key}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

resource "aws_cloudwatch_log_stream" "this" {
  for_each = local.log_streams

  name           = each.value.name
  log_group_name = aws_cloudwatch_log_group.this[each.value.purpose].name
}

# The records lie encrypted in their stream; AWS refuses a second encryption of a delivery that reads one.
resource "aws_kinesis_firehose_delivery_stream" "this" {
  for_each = var.deliveries

  name        = "${var.name_prefix}-${each.key}"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = each.value.stream_arn
    role_arn           = aws_iam_role.this[each.key].arn
  }

  extended_s3_configuration {
    role_arn            = aws_iam_role.this[each.key].arn
    bucket_arn          = each.value.bucket_arn
    kms_key_arn         = var.bucket_key_arn
    buffering_interval  = each.value.buffering_interval_seconds
    buffering_size      = each.value.buffering_size_mib
    compression_format  = "GZIP"
    custom_time_zone    = "UTC"
    prefix              = "stream/!{timestamp:yyyy/MM/dd/HH}/"
    error_output_prefix = "failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/"

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = aws_cloudwatch_log_group.this[each.key].name
      log_stream_name = aws_cloudwatch_log_stream.this["${each.key}/destination"].name
    }
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }

  depends_on = [aws_iam_role_policy.this]
}
