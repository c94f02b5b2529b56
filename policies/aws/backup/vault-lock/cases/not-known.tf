variable "vault" {
  type = string
}

# expect: unknown
resource "aws_backup_vault" "perhaps" {
  name = "perhaps"
}

resource "aws_backup_vault_lock_configuration" "one" {
  backup_vault_name  = var.vault
  min_retention_days = 35
}
