variable "encryption" {
  type = string
}

# expect: clean
resource "aws_kinesis_stream" "encrypted" {
  name            = "encrypted"
  shard_count     = 1
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"
}

# expect: finding
resource "aws_kinesis_stream" "default" {
  name        = "default"
  shard_count = 1
}

# expect: finding
resource "aws_kinesis_stream" "none" {
  name            = "none"
  shard_count     = 1
  encryption_type = "NONE"
}

# expect: unknown
resource "aws_kinesis_stream" "who_knows" {
  name            = "who-knows"
  shard_count     = 1
  encryption_type = var.encryption
}
