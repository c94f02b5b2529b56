variable "accept" {
  type = string
}

# expect: finding
resource "aws_ec2_transit_gateway" "accepts" {
  auto_accept_shared_attachments = "enable"
}

# expect: clean
resource "aws_ec2_transit_gateway" "asks" {
  auto_accept_shared_attachments = "disable"
}

# expect: clean
resource "aws_ec2_transit_gateway" "left_at_the_default" {}

# expect: unknown
resource "aws_ec2_transit_gateway" "not_known" {
  auto_accept_shared_attachments = var.accept
}
