variable "vpc" {
  type = string
}

variable "sources" {
  type = set(string)
}

# expect: finding
resource "aws_vpc" "as_made" {
  cidr_block = "10.0.0.0/16"
}

# expect: clean
resource "aws_vpc" "closed" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.closed.id
}

# expect: clean
resource "aws_vpc" "closed_in_words" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_default_security_group" "closed_in_words" {
  vpc_id  = aws_vpc.closed_in_words.id
  ingress = []
  egress  = []
}

# expect: finding
resource "aws_vpc" "among_members" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_default_security_group" "among_members" {
  vpc_id = aws_vpc.among_members.id

  ingress {
    protocol  = "-1"
    self      = true
    from_port = 0
    to_port   = 0
  }
}

# expect: unknown
resource "aws_vpc" "perhaps" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_default_security_group" "perhaps" {
  vpc_id = aws_vpc.perhaps.id

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
