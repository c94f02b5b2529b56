# Every name that anything in the VPC asks for: who asked, what, and the answer.
resource "aws_route53_resolver_query_log_config" "this" {
  name            = var.name_prefix
  destination_arn = var.resolver_log_group_arn

  tags = { Name = var.name_prefix }
}

resource "aws_route53_resolver_query_log_config_association" "this" {
  resolver_query_log_config_id = aws_route53_resolver_query_log_config.this.id
  resource_id                  = aws_vpc.this.id
}

resource "aws_route53_resolver_dnssec_config" "this" {
  resource_id = aws_vpc.this.id
}
