variable "vpc" {
  type = string
}

variable "sources" {
  type = set(string)
}

# expect: finding
resource "aws_default_security_group" "among_members" {
  vpc_id = var.vpc

  ingress {
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }
}

# expect: finding
resource "aws_default_security_group" "out" {
  vpc_id = var.vpc

  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_default_security_group" "closed" {
  vpc_id = var.vpc
}

# expect: unknown
resource "aws_default_security_group" "perhaps" {
  vpc_id = var.vpc

  dynamic "ingress" {
    for_each = var.sources

    content {
      protocol    = "tcp"
      from_port   = 443
      to_port     = 443
      cidr_blocks = [ingress.value]
    }
  }
}
