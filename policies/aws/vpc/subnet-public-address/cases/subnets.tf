variable "public" {
  type = bool
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

# expect: finding
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

# expect: clean
resource "aws_subnet" "left_at_the_default" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

# expect: clean
resource "aws_subnet" "off" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.2.0/24"
  map_public_ip_on_launch = false
}

# expect: unknown
resource "aws_subnet" "not_known" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.3.0/24"
  map_public_ip_on_launch = var.public
}
