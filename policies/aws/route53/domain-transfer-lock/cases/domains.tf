variable "locked" {
  type = bool
}

# expect: finding
resource "aws_route53domains_registered_domain" "unlocked" {
  domain_name   = "unlocked.example"
  transfer_lock = false
}

# expect: clean
resource "aws_route53domains_registered_domain" "locked" {
  domain_name   = "locked.example"
  transfer_lock = true
}

# expect: clean
resource "aws_route53domains_registered_domain" "left_at_the_default" {
  domain_name = "left.example"
}

# expect: unknown
resource "aws_route53domains_registered_domain" "not_known" {
  domain_name   = "not-known.example"
  transfer_lock = var.locked
}
