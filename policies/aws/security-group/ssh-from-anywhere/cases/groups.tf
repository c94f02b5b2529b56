variable "vpc" {
  type = string
}

variable "rules" {
  type = map(string)
}

variable "network" {
  type = string
}

# expect: finding
resource "aws_security_group" "open" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "open_by_a_range" {
  vpc_id = var.vpc

  ingress {
    protocol         = "tcp"
    from_port        = 20
    to_port          = 1022
    ipv6_cidr_blocks = ["::/0"]
  }
}

# expect: finding
resource "aws_security_group" "open_by_all_protocols" {
  vpc_id = var.vpc

  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "open_by_an_attribute" {
  vpc_id = var.vpc

  ingress = [{
    description      = "by an attribute"
    protocol         = "tcp"
    from_port        = 22
    to_port          = 22
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}

# expect: clean
resource "aws_security_group" "other_port" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "named_sources" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8"]
  }
}

# expect: clean
resource "aws_security_group" "another_protocol" {
  vpc_id = var.vpc

  ingress {
    protocol    = "udp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: unknown
resource "aws_security_group" "dynamic" {
  vpc_id = var.vpc

  dynamic "ingress" {
    for_each = var.rules

    content {
      protocol    = "tcp"
      from_port   = 22
      to_port     = 22
      cidr_blocks = [ingress.value]
    }
  }
}

# Whatever the variable is, it is no network of everybody.
# expect: clean
resource "aws_security_group" "partly_known" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["10.${var.network}.0.0/16"]
  }
}

# expect: finding
resource "aws_default_security_group" "open" {
  vpc_id = var.vpc

  ingress {
    protocol    = "6"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "of_the_default_vpc" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
  }
}
