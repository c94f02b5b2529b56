data "aws_region" "current" {}

resource "aws_dynamodb_table_replica" "this" {
  for_each = var.table_arns

  global_table_arn            = each.value
  kms_key_arn                 = var.key_arn
  point_in_time_recovery      = true
  deletion_protection_enabled = var.protected

  tags = {
    Name   = var.table_names[each.key]
    Backup = var.backup_plan
  }

  lifecycle {
    precondition {
      condition     = var.source_region != data.aws_region.current.name
      error_message = "A replica must live in another region than the table that it replicates."
    }

    precondition {
      condition     = split(":", var.key_arn)[3] == data.aws_region.current.name
      error_message = "A replica is encrypted by a key of its own region."
    }
  }
}

resource "aws_dynamodb_contributor_insights" "this" {
  for_each = aws_dynamodb_table_replica.this

  table_name = var.table_names[each.key]
}
