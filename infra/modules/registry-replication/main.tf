data "aws_region" "current" {}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = var.destination_region
        registry_id = var.account_id
      }

      repository_filter {
        filter      = var.repository_prefix
        filter_type = "PREFIX_MATCH"
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.destination_region != data.aws_region.current.name
      error_message = "Images must be copied into another region than their own."
    }
  }
}
