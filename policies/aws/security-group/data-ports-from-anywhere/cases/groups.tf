variable "vpc" {
  type = string
}

variable "port" {
  type = number
}

# expect: finding
resource "aws_security_group" "postgresql" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: finding
resource "aws_security_group" "a_range_with_redis" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 6000
    to_port     = 6400
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "web" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

# expect: clean
resource "aws_security_group" "of_the_vpc" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.0.0.0/16"]
  }
}

# expect: unknown
resource "aws_security_group" "not_known" {
  vpc_id = var.vpc

  ingress {
    protocol    = "tcp"
    from_port   = var.port
    to_port     = var.port
    cidr_blocks = ["0.0.0.0/0"]
  }
}
