locals {
  consumers = merge([
    for purpose, stream in var.streams : {
      for consumer in stream.consumers : "${purpose}/${consumer}" => { stream = purpose, name = consumer }
    }
  ]...)
}

resource "aws_kinesis_stream" "this" {
  for_each = var.streams

  name                      = "${var.name_prefix}-${each.key}"
  shard_count               = each.value.shard_count
  retention_period          = each.value.retention_in_hours
  encryption_type           = "KMS"
  kms_key_id                = var.key_arn
  enforce_consumer_deletion = !var.protected

  shard_level_metrics = [
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
  ]

  stream_mode_details {
    stream_mode = each.value.shard_count == null ? "ON_DEMAND" : "PROVISIONED"
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

resource "aws_kinesis_stream_consumer" "this" {
  for_each = local.consumers

  name       = each.value.name
  stream_arn = aws_kinesis_stream.this[each.value.stream].arn
}
