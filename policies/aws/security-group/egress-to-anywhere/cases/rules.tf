variable "group" {
  type = string
}

# expect: finding
resource "aws_vpc_security_group_egress_rule" "out" {
  security_group_id = var.group
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

# expect: clean
resource "aws_vpc_security_group_egress_rule" "web" {
  security_group_id = var.group
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# expect: finding
resource "aws_security_group_rule" "out" {
  security_group_id = var.group
  type              = "egress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# expect: clean
resource "aws_security_group_rule" "in" {
  security_group_id = var.group
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
