variable "vpc" {
  type = string
}

variable "recorded" {
  type = bool
}

# expect: finding
resource "aws_vpc" "silent" {
  cidr_block = "10.0.0.0/16"
}

# expect: clean
resource "aws_vpc" "recorded" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_flow_log" "recorded" {
  vpc_id               = aws_vpc.recorded.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::example-flow-logs"
}

# What was let through alone does not show a scan.
# expect: finding
resource "aws_vpc" "accepted_alone" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_flow_log" "accepted_alone" {
  vpc_id               = aws_vpc.accepted_alone.id
  traffic_type         = "ACCEPT"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::example-flow-logs"
}

# expect: unknown
resource "aws_vpc" "perhaps" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_flow_log" "perhaps" {
  count = var.recorded ? 1 : 0

  vpc_id               = aws_vpc.perhaps.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::example-flow-logs"
}
