variable "vpc" {
  type = string
}

variable "protocol" {
  type = string
}

# expect: finding
resource "aws_security_group" "all_protocols" {
  vpc_id = var.vpc

  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "all_of_tcp" {
  vpc_id = var.vpc

  ingress {
    protocol         = "tcp"
    from_port        = 0
    to_port          = 65535
    ipv6_cidr_blocks = ["::/0"]
  }
}

# expect: clean
resource "aws_security_group" "one_port" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "among_members" {
  vpc_id = var.vpc

  ingress {
    protocol  = "-1"
    from_port = 0
    to_port   = 0
    self      = true
  }
}

# expect: unknown
resource "aws_security_group" "not_known" {
  vpc_id = var.vpc

  ingress {
    protocol    = var.protocol
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "of_the_default_vpc" {
  ingress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
