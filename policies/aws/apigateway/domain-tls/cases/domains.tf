variable "policy" {
  type = string
}

# expect: finding
resource "aws_api_gateway_domain_name" "old" {
  domain_name     = "old.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0123abcd"
  security_policy = "TLS_1_0"
}

# expect: finding
resource "aws_api_gateway_domain_name" "left_to_aws" {
  domain_name     = "left.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0123abcd"
}

# expect: clean
resource "aws_api_gateway_domain_name" "new" {
  domain_name     = "new.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0123abcd"
  security_policy = "TLS_1_2"
}

# expect: unknown
resource "aws_api_gateway_domain_name" "not_known" {
  domain_name     = "not-known.example.com"
  certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/0123abcd"
  security_policy = var.policy
}
