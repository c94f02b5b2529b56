variable "vpcs" {
  type = set(string)
}

variable "logged" {
  type = bool
}

# expect: finding
resource "aws_route53_zone" "silent" {
  name = "silent.example"
}

# expect: clean
resource "aws_route53_zone" "logged" {
  name = "logged.example"
}

resource "aws_route53_query_log" "logged" {
  zone_id                  = aws_route53_zone.logged.zone_id
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/dns"
}

# expect: clean
resource "aws_route53_zone" "private" {
  name = "private.example"

  vpc {
    vpc_id = "vpc-0123456789abcdef0"
  }
}

# expect: unknown
resource "aws_route53_zone" "perhaps_private" {
  name = "perhaps-private.example"

  dynamic "vpc" {
    for_each = var.vpcs

    content {
      vpc_id = vpc.value
    }
  }
}

# expect: unknown
resource "aws_route53_zone" "perhaps_logged" {
  name = "perhaps-logged.example"
}

resource "aws_route53_query_log" "perhaps_logged" {
  count = var.logged ? 1 : 0

  zone_id                  = aws_route53_zone.perhaps_logged.zone_id
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:/dns"
}
