variable "protected" {
  type = bool
}

# expect: finding
resource "aws_lb" "left_at_the_default" {
  name    = "left-at-the-default"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: finding
resource "aws_alb" "off" {
  name                       = "off"
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  enable_deletion_protection = false
}

# expect: clean
resource "aws_lb" "on" {
  name                       = "on"
  load_balancer_type         = "network"
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  enable_deletion_protection = true
}

# expect: unknown
resource "aws_lb" "not_known" {
  name                       = "not-known"
  subnets                    = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  enable_deletion_protection = var.protected
}
