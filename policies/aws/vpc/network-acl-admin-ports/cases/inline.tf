variable "vpc" {
  type = string
}

variable "first" {
  type = number
}

variable "rules" {
  type = map(string)
}

# expect: finding[SSH]
# expect: clean[RDP]
resource "aws_network_acl" "ssh" {
  vpc_id = var.vpc

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 20
    to_port    = 25
  }
}

# expect: finding
resource "aws_network_acl" "everything" {
  vpc_id = var.vpc

  ingress {
    rule_no         = 100
    action          = "allow"
    protocol        = "-1"
    ipv6_cidr_block = "::/0"
    from_port       = 0
    to_port         = 0
  }
}

# expect: clean[SSH]
# expect: finding[RDP]
resource "aws_network_acl" "denied_before" {
  vpc_id = var.vpc

  ingress {
    rule_no    = 90
    action     = "deny"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 22
    to_port    = 22
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

# expect: finding[SSH]
# expect: clean[RDP]
resource "aws_network_acl" "denied_too_late" {
  vpc_id = var.vpc

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 1
    to_port    = 1023
  }

  ingress {
    rule_no    = 110
    action     = "deny"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

# A denial for the other family of addresses does not count.
# expect: finding[SSH]
# expect: clean[RDP]
resource "aws_network_acl" "denied_to_others" {
  vpc_id = var.vpc

  ingress {
    rule_no         = 90
    action          = "deny"
    protocol        = "tcp"
    ipv6_cidr_block = "::/0"
    from_port       = 22
    to_port         = 22
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 22
    to_port    = 22
  }
}

# expect: unknown[SSH]
# expect: clean[RDP]
resource "aws_network_acl" "order_not_known" {
  vpc_id = var.vpc

  ingress {
    rule_no    = var.first
    action     = "deny"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 22
    to_port    = 22
  }

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "0.0.0.0/0"
    from_port  = 22
    to_port    = 22
  }
}

# expect: unknown
resource "aws_network_acl" "rules_not_known" {
  vpc_id = var.vpc

  dynamic "ingress" {
    for_each = var.rules

    content {
      rule_no    = ingress.key
      action     = "allow"
      protocol   = "-1"
      cidr_block = ingress.value
      from_port  = 0
      to_port    = 0
    }
  }
}

# expect: clean
resource "aws_network_acl" "answers" {
  vpc_id = var.vpc

  dynamic "ingress" {
    for_each = [[1024, 3388], [3390, 65535]]

    content {
      rule_no    = 100 + ingress.key
      action     = "allow"
      protocol   = "tcp"
      cidr_block = "0.0.0.0/0"
      from_port  = ingress.value[0]
      to_port    = ingress.value[1]
    }
  }

  egress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}

# expect: finding
resource "aws_default_network_acl" "as_made" {
  default_network_acl_id = "acl-0123456789abcdef0"

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "-1"
    cidr_block = "0.0.0.0/0"
    from_port  = 0
    to_port    = 0
  }
}
