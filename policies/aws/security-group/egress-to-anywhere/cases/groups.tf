variable "vpc" {
  type = string
}

variable "cidr" {
  type = string
}

# expect: finding
resource "aws_security_group" "out" {
  vpc_id = var.vpc

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "without_a_rule" {
  vpc_id = var.vpc
}

# expect: clean
resource "aws_security_group" "web" {
  vpc_id = var.vpc

  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "inside" {
  vpc_id = var.vpc

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["10.0.0.0/8"]
  }
}

# expect: unknown
resource "aws_security_group" "not_known" {
  vpc_id = var.vpc

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = [var.cidr]
  }
}
