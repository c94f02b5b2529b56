output "table_arns" {
  description = "Table ARN by purpose."
  value       = { for purpose, table in aws_dynamodb_table.this : purpose => table.arn }
}

output "table_names" {
  description = "Table name by purpose."
  value       = { for purpose, table in aws_dynamodb_table.this : purpose => table.name }
}

output "stream_arns" {
  description = "ARN of the change stream by purpose."
  value       = { for purpose, table in aws_dynamodb_table.this : purpose => table.stream_arn }
}
