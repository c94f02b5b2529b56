data "aws_partition" "current" {}

data "aws_region" "current" {}

resource "aws_securityhub_account" "this" {
  enable_default_standards  = false
  auto_enable_controls      = true
  control_finding_generator = "SECURITY_CONTROL"
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = var.standards

  standards_arn = "arn:${data.aws_partition.current.partition}:securityhub:${data.aws_region.current.name}::standards/${each.value}"

  depends_on = [aws_securityhub_account.this]
}

resource "aws_securityhub_finding_aggregator" "this" {
  count = length(var.linked_regions) > 0 ? 1 : 0

  linking_mode      = "SPECIFIED_REGIONS"
  specified_regions = var.linked_regions

  lifecycle {
    precondition {
      condition     = !contains(var.linked_regions, data.aws_region.current.name)
      error_message = "A region gathers the findings of other regions; its own are there already."
    }
  }

  depends_on = [aws_securityhub_account.this]
}
