variable "group" {
  type = string
}

# expect: finding
resource "aws_vpc_security_group_ingress_rule" "mongodb" {
  security_group_id = var.group
  cidr_ipv6         = "::/0"
  ip_protocol       = "tcp"
  from_port         = 27017
  to_port           = 27019
}

# expect: clean
resource "aws_vpc_security_group_ingress_rule" "of_a_group" {
  security_group_id            = var.group
  referenced_security_group_id = "sg-0123456789abcdef0"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
}

# expect: finding
resource "aws_security_group_rule" "docker" {
  security_group_id = var.group
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 2375
  to_port           = 2376
  cidr_blocks       = ["0.0.0.0/0"]
}
