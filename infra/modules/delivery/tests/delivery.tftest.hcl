# Plans with the real provider, so that policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix    = "trading-prod"
  account_id     = "111122223333"
  stream_key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  bucket_key_arn = "arn:aws:kms:us-east-1:111122223333:key/2f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_key_arn    = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  deliveries = {
    orders = {
      stream_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/trading-prod-orders"
      bucket_arn = "arn:aws:s3:::trading-prod-orders-111122223333-us-east-1"
    }
  }
}

run "a_delivery_writes_encrypted_objects_and_says_what_failed" {
  command = plan

  assert {
    condition     = alltrue([for d in values(aws_kinesis_firehose_delivery_stream.this) : one(d.extended_s3_configuration).kms_key_arn == var.bucket_key_arn && one(one(d.extended_s3_configuration).cloudwatch_logging_options).enabled && one(d.extended_s3_configuration).buffering_interval == 60])
    error_message = "A delivery is not encrypted, not logged or waits too long."
  }

  assert {
    condition     = { for name, group in aws_cloudwatch_log_group.this : name => [group.retention_in_days, group.kms_key_id] } == { orders = [400, var.log_key_arn] }
    error_message = "The log group is kept for less than a year, or not encrypted."
  }
}

run "its_role_reads_the_stream_and_writes_the_bucket_and_nothing_else" {
  command = plan

  assert {
    condition = { for s in jsondecode(data.aws_iam_policy_document.this["orders"].json).Statement : s.Sid => s.Resource } == {
      ReadStream     = "arn:aws:kinesis:us-east-1:111122223333:stream/trading-prod-orders"
      FindBucket     = "arn:aws:s3:::trading-prod-orders-111122223333-us-east-1"
      WriteObjects   = ["arn:aws:s3:::trading-prod-orders-111122223333-us-east-1/stream/*", "arn:aws:s3:::trading-prod-orders-111122223333-us-east-1/failed/*"]
      WriteLog       = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/kinesisfirehose/trading-prod-orders:log-stream:*"
      DecryptStream  = var.stream_key_arn
      EncryptObjects = var.bucket_key_arn
    }
    error_message = "The role may do more, or less, than its delivery."
  }
}

run "a_buffer_that_outlasts_the_recovery_point_is_refused" {
  command = plan

  variables {
    deliveries = { orders = { stream_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders", bucket_arn = "arn:aws:s3:::orders", buffering_interval_seconds = 901 } }
  }

  expect_failures = [var.deliveries]
}
