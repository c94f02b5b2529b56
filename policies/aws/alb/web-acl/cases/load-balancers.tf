variable "internal" {
  type = bool
}

variable "acl" {
  type = string
}

# expect: finding
resource "aws_lb" "bare" {
  name    = "bare"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_lb" "covered" {
  name    = "covered"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

resource "aws_wafv2_web_acl_association" "covered" {
  resource_arn = aws_lb.covered.arn
  web_acl_arn  = var.acl
}

# expect: clean
resource "aws_alb" "covered_by_the_older" {
  name    = "covered-by-the-older"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

resource "aws_wafregional_web_acl_association" "covered" {
  resource_arn = aws_alb.covered_by_the_older.arn
  web_acl_id   = var.acl
}

# expect: clean
resource "aws_lb" "internal" {
  name     = "internal"
  internal = true
  subnets  = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: clean
resource "aws_lb" "network" {
  name               = "network"
  load_balancer_type = "network"
  subnets            = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

# expect: unknown
resource "aws_lb" "perhaps_internal" {
  name     = "perhaps-internal"
  internal = var.internal
  subnets  = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}
