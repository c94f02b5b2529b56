variable "group" {
  type = string
}

variable "cidr" {
  type = string
}

# expect: finding
resource "aws_security_group_rule" "open" {
  security_group_id = var.group
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_blocks       = ["0.0.0.0/0"]
}

# expect: clean
resource "aws_security_group_rule" "outwards" {
  security_group_id = var.group
  type              = "egress"
  protocol          = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_blocks       = ["0.0.0.0/0"]
}

# expect: clean
resource "aws_security_group_rule" "from_a_group" {
  security_group_id        = var.group
  source_security_group_id = var.group
  type                     = "ingress"
  protocol                 = "tcp"
  from_port                = 3389
  to_port                  = 3389
}

# expect: finding
resource "aws_vpc_security_group_ingress_rule" "open" {
  security_group_id = var.group
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
}

# expect: finding
resource "aws_vpc_security_group_ingress_rule" "open_by_all_protocols" {
  security_group_id = var.group
  cidr_ipv6         = "::/0"
  ip_protocol       = "-1"
}

# expect: clean
resource "aws_vpc_security_group_ingress_rule" "other_port" {
  security_group_id = var.group
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# expect: clean
resource "aws_vpc_security_group_ingress_rule" "prefix_list" {
  security_group_id = var.group
  prefix_list_id    = "pl-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
}

# expect: unknown
resource "aws_vpc_security_group_ingress_rule" "not_known" {
  security_group_id = var.group
  cidr_ipv4         = var.cidr
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
}
