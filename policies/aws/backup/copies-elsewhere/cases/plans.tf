variable "vaults" {
  type = set(string)
}

# expect: clean
resource "aws_backup_plan" "copied" {
  name = "copied"

  rule {
    rule_name         = "daily"
    target_vault_name = "daily"
    schedule          = "cron(0 5 * * ? *)"

    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:111122223333:backup-vault:daily"
    }
  }
}

# expect: finding
resource "aws_backup_plan" "alone" {
  name = "alone"

  rule {
    rule_name         = "daily"
    target_vault_name = "daily"
    schedule          = "cron(0 5 * * ? *)"
  }
}

# expect: unknown
resource "aws_backup_plan" "who_knows" {
  name = "who-knows"

  rule {
    rule_name         = "daily"
    target_vault_name = "daily"
    schedule          = "cron(0 5 * * ? *)"

    dynamic "copy_action" {
      for_each = var.vaults

      content {
        destination_vault_arn = copy_action.value
      }
    }
  }
}
