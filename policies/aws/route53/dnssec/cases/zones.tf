variable "signed" {
  type = bool
}

# expect: finding
resource "aws_route53_zone" "unsigned" {
  name = "unsigned.example"
}

# expect: clean
resource "aws_route53_zone" "signed" {
  name = "signed.example"
}

resource "aws_route53_key_signing_key" "signed" {
  name                       = "signed"
  hosted_zone_id             = aws_route53_zone.signed.id
  key_management_service_arn = "arn:aws:kms:us-east-1:111122223333:key/0123abcd"
}

resource "aws_route53_hosted_zone_dnssec" "signed" {
  hosted_zone_id = aws_route53_key_signing_key.signed.hosted_zone_id
}

# expect: finding
resource "aws_route53_zone" "no_longer_signed" {
  name = "no-longer-signed.example"
}

resource "aws_route53_hosted_zone_dnssec" "no_longer_signed" {
  hosted_zone_id = aws_route53_zone.no_longer_signed.zone_id
  signing_status = "NOT_SIGNING"
}

# expect: clean
resource "aws_route53_zone" "private" {
  name = "private.example"

  vpc {
    vpc_id = "vpc-0123456789abcdef0"
  }
}

# expect: unknown
resource "aws_route53_zone" "perhaps" {
  name = "perhaps.example"
}

resource "aws_route53_hosted_zone_dnssec" "perhaps" {
  count = var.signed ? 1 : 0

  hosted_zone_id = aws_route53_zone.perhaps.id
}
