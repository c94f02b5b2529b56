variable "mode" {
  type = string
}

# expect: finding
resource "aws_lb" "monitor" {
  name                   = "monitor"
  subnets                = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  desync_mitigation_mode = "monitor"
}

# expect: clean
resource "aws_lb" "left_at_the_default" {
  name    = "left-at-the-default"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_alb" "strictest" {
  name                   = "strictest"
  subnets                = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  desync_mitigation_mode = "strictest"
}

# expect: unknown
resource "aws_lb" "not_known" {
  name                   = "not-known"
  subnets                = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  desync_mitigation_mode = var.mode
}

# expect: clean
resource "aws_lb" "network" {
  name               = "network"
  load_balancer_type = "network"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}
