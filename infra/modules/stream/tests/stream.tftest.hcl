mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-prod"
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  streams = {
    market-data = { consumers = ["risk", "surveillance"] }
    orders      = { shard_count = 4, retention_in_hours = 336 }
  }
}

run "every_stream_is_encrypted_and_kept_for_a_week_or_more" {
  command = apply

  assert {
    condition     = { for purpose, stream in aws_kinesis_stream.this : purpose => [stream.encryption_type, stream.kms_key_id, stream.retention_period, one(stream.stream_mode_details).stream_mode] } == { market-data = ["KMS", var.key_arn, 168, "ON_DEMAND"], orders = ["KMS", var.key_arn, 336, "PROVISIONED"] }
    error_message = "A stream is not what was asked for, or not encrypted."
  }

  assert {
    condition     = keys(output.consumer_arns) == ["market-data/risk", "market-data/surveillance"]
    error_message = "A consumer has no throughput of its own."
  }

  assert {
    condition     = alltrue([for stream in values(aws_kinesis_stream.this) : !stream.enforce_consumer_deletion])
    error_message = "A protected stream goes with its consumers."
  }
}

run "records_of_less_than_a_day_are_refused" {
  command = plan

  variables {
    streams = { orders = { retention_in_hours = 12 } }
  }

  expect_failures = [var.streams]
}

run "a_stream_without_a_shard_is_refused" {
  command = plan

  variables {
    streams = { orders = { shard_count = 0 } }
  }

  expect_failures = [var.streams]
}
