variable "encrypted" {
  type = bool
}

locals {
  role   = "arn:aws:iam::111122223333:role/firehose"
  bucket = "arn:aws:s3:::example-logs"
}

# expect: clean
resource "aws_kinesis_firehose_delivery_stream" "encrypted" {
  name        = "encrypted"
  destination = "extended_s3"

  server_side_encryption {
    enabled = true
  }

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}

# expect: finding
resource "aws_kinesis_firehose_delivery_stream" "default" {
  name        = "default"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}

# expect: finding
resource "aws_kinesis_firehose_delivery_stream" "off" {
  name        = "off"
  destination = "extended_s3"

  server_side_encryption {
    enabled = false
  }

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}

# The stream that it reads decides.
# expect: clean
resource "aws_kinesis_firehose_delivery_stream" "of_a_stream" {
  name        = "of-a-stream"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = "arn:aws:kinesis:us-east-1:111122223333:stream/ticks"
    role_arn           = local.role
  }

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}

# expect: unknown
resource "aws_kinesis_firehose_delivery_stream" "who_knows" {
  name        = "who-knows"
  destination = "extended_s3"

  server_side_encryption {
    enabled = var.encrypted
  }

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}

# What comes from a cluster is encrypted there; Firehose buffers none of it itself.
# expect: clean
resource "aws_kinesis_firehose_delivery_stream" "of_a_cluster" {
  name        = "of-a-cluster"
  destination = "extended_s3"

  msk_source_configuration {
    msk_cluster_arn = "arn:aws:kafka:us-east-1:111122223333:cluster/orders/0123abcd"
    topic_name      = "orders"

    authentication_configuration {
      connectivity = "PRIVATE"
      role_arn     = local.role
    }
  }

  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = local.bucket
  }
}
