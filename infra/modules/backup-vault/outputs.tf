output "arn" {
  description = "ARN of the vault, once it is locked."
  value       = aws_backup_vault.this.arn

  depends_on = [aws_backup_vault_lock_configuration.this]
}

output "name" {
  description = "Name of the vault."
  value       = aws_backup_vault.this.name
}

output "min_retention_in_days" {
  description = "Days that a recovery point is locked."
  value       = var.min_retention_in_days
}
