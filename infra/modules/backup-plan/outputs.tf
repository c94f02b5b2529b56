output "plan_arn" {
  description = "ARN of the plan."
  value       = aws_backup_plan.this.arn
}

output "role_arn" {
  description = "Role that backs up and restores."
  value       = aws_iam_role.this.arn
}

output "rule_names" {
  description = "Names of the backups."
  value       = sort(keys(var.rules))
}
