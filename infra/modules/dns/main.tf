# Route 53 keeps its control plane, DNSSEC keys and query logs in us-east-1: this module goes there, whatever the regions are.
data "aws_partition" "current" {}

data "aws_region" "current" {}

module "logs" {
  source = "../logs"

  key_arn = var.log_key_arn
  groups  = { queries = { name = "/aws/route53/${var.name_prefix}" } }
}

resource "aws_route53_zone" "this" {
  name          = var.zone_name
  comment       = "Public names of ${var.name_prefix}"
  force_destroy = false

  tags = { Name = var.zone_name }

  lifecycle {
    precondition {
      condition     = data.aws_region.current.name == "us-east-1"
      error_message = "Query logs and signing keys of a public zone must be in us-east-1: hand in that provider."
    }
  }
}

# Queries --------------------------------------------------------------------------------------------------------------

data "aws_iam_policy_document" "queries" {
  statement {
    sid       = "Route53Logs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${module.logs.group_arns["queries"]}:*"]

    principals {
      type        = "Service"
      identifiers = ["route53.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "queries" {
  policy_name     = "${var.name_prefix}-route53"
  policy_document = data.aws_iam_policy_document.queries.json
}

resource "aws_route53_query_log" "this" {
  zone_id                  = aws_route53_zone.this.zone_id
  cloudwatch_log_group_arn = module.logs.group_arns["queries"]

  depends_on = [aws_cloudwatch_log_resource_policy.queries]
}

# DNSSEC ---------------------------------------------------------------------------------------------------------------

data "aws_iam_policy_document" "signing" {
  statement {
    sid       = "AccountAdministersKey"
    actions   = ["kms:*"]
    resources = ["*"] # in a key policy: the key that the policy is attached to

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${var.account_id}:root"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:CallerAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "Route53Signs"
    actions   = ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["dnssec-route53.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "Route53Grants"
    actions   = ["kms:CreateGrant"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["dnssec-route53.amazonaws.com"]
    }

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

# AWS does not rotate keys that sign; a new one is rolled in beside the old, by hand.
resource "aws_kms_key" "signing" {
  description              = "DNSSEC of ${var.zone_name}"
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 30
  policy                   = data.aws_iam_policy_document.signing.json

  tags = { Name = "${var.name_prefix}-dnssec" }
}

resource "aws_kms_alias" "signing" {
  name          = "alias/${var.name_prefix}-dnssec"
  target_key_id = aws_kms_key.signing.key_id
}

resource "aws_route53_key_signing_key" "this" {
  name                       = replace(var.name_prefix, "-", "_")
  hosted_zone_id             = aws_route53_zone.this.zone_id
  key_management_service_arn = aws_kms_key.signing.arn
}

resource "aws_route53_hosted_zone_dnssec" "this" {
  hosted_zone_id = aws_route53_key_signing_key.this.hosted_zone_id
}

# Names ----------------------------------------------------------------------------------------------------------------

resource "aws_route53_record" "alias" {
  for_each = var.aliases

  zone_id = aws_route53_zone.this.zone_id
  name    = "${each.key}.${var.zone_name}"
  type    = "A"

  alias {
    name                   = each.value.dns_name
    zone_id                = each.value.zone_id
    evaluate_target_health = true
  }
}

# Only Amazon's authority may issue certificates for the platform's names.
resource "aws_route53_record" "caa" {
  zone_id = aws_route53_zone.this.zone_id
  name    = var.zone_name
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \";\""]
}
