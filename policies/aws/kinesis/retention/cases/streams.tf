variable "hours" {
  type = number
}

# expect: clean
resource "aws_kinesis_stream" "a_week" {
  name             = "a-week"
  shard_count      = 1
  retention_period = 168
}

# expect: finding
resource "aws_kinesis_stream" "default" {
  name        = "default"
  shard_count = 1
}

# expect: finding
resource "aws_kinesis_stream" "two_days" {
  name             = "two-days"
  shard_count      = 1
  retention_period = 48
}

# expect: unknown
resource "aws_kinesis_stream" "who_knows" {
  name             = "who-knows"
  shard_count      = 1
  retention_period = var.hours
}
