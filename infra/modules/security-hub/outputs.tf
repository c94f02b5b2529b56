output "hub_arn" {
  description = "ARN of the hub."
  value       = aws_securityhub_account.this.arn
}

output "standard_arns" {
  description = "ARN of each standard."
  value       = { for standard, subscription in aws_securityhub_standards_subscription.this : standard => subscription.standards_arn }
}
