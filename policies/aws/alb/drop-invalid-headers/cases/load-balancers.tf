variable "drop" {
  type = bool
}

variable "type" {
  type = string
}

# expect: finding
resource "aws_lb" "left_out" {
  name    = "left-out"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: finding
resource "aws_alb" "off" {
  name                       = "off"
  load_balancer_type         = "application"
  drop_invalid_header_fields = false
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_lb" "on" {
  name                       = "on"
  drop_invalid_header_fields = true
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: unknown
resource "aws_lb" "not_known" {
  name                       = "not-known"
  drop_invalid_header_fields = var.drop
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: unknown
resource "aws_lb" "type_not_known" {
  name               = "type-not-known"
  load_balancer_type = var.type
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_lb" "network" {
  name               = "network"
  load_balancer_type = "network"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_lb" "gateway" {
  name               = "gateway"
  load_balancer_type = "gateway"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}
