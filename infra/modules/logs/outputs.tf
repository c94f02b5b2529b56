output "group_arns" {
  description = "Log group ARN by purpose."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.arn }
}

output "group_names" {
  description = "Log group name by purpose."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.name }
}
