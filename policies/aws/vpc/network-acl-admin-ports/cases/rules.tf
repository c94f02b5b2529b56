variable "vpc" {
  type = string
}

variable "acl" {
  type = string
}

resource "aws_network_acl" "open" { # expect: clean
  vpc_id = var.vpc
}

# expect: finding[SSH]
# expect: clean[RDP]
resource "aws_network_acl_rule" "ssh" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}

# expect: clean
resource "aws_network_acl_rule" "outwards" {
  network_acl_id = aws_network_acl.open.id
  egress         = true
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

# expect: clean
resource "aws_network_acl_rule" "of_the_vpc" {
  network_acl_id = aws_network_acl.open.id
  rule_number    = 110
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "10.0.0.0/8"
  from_port      = 22
  to_port        = 22
}

resource "aws_network_acl" "ordered" { # expect: clean
  vpc_id = var.vpc
}

# expect: clean
resource "aws_network_acl_rule" "no_ssh" {
  network_acl_id = aws_network_acl.ordered.id
  rule_number    = 90
  rule_action    = "deny"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}

# expect: clean[SSH]
# expect: finding[RDP]
resource "aws_network_acl_rule" "all" {
  network_acl_id = aws_network_acl.ordered.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

# What else is in that ACL is not known.
# expect: unknown[SSH]
# expect: clean[RDP]
resource "aws_network_acl_rule" "of_an_acl_elsewhere" {
  network_acl_id = var.acl
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "tcp"
  cidr_block     = "0.0.0.0/0"
  from_port      = 22
  to_port        = 22
}

resource "aws_network_acl" "denied_too_late" { # expect: clean
  vpc_id = var.vpc
}

# expect: finding
resource "aws_network_acl_rule" "denied_too_late" {
  network_acl_id = aws_network_acl.denied_too_late.id
  rule_number    = 100
  rule_action    = "allow"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}

# expect: clean
resource "aws_network_acl_rule" "too_late" {
  network_acl_id = aws_network_acl.denied_too_late.id
  rule_number    = 200
  rule_action    = "deny"
  protocol       = "-1"
  cidr_block     = "0.0.0.0/0"
}
