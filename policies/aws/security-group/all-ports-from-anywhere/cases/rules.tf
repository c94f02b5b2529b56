variable "group" {
  type = string
}

# expect: finding
resource "aws_security_group_rule" "all_protocols" {
  security_group_id = var.group
  type              = "ingress"
  protocol          = "all"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# expect: clean
resource "aws_security_group_rule" "outwards" {
  security_group_id = var.group
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# expect: finding
resource "aws_vpc_security_group_ingress_rule" "all_protocols" {
  security_group_id = var.group
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

# expect: clean
resource "aws_vpc_security_group_ingress_rule" "of_the_vpc" {
  security_group_id = var.group
  cidr_ipv4         = "10.0.0.0/16"
  ip_protocol       = "-1"
}
