output "table_arns" {
  description = "ARN of the replica by purpose."
  value       = { for purpose, replica in aws_dynamodb_table_replica.this : purpose => replica.arn }
}

output "table_names" {
  description = "Name of the replica by purpose, once it takes reads and writes."
  value       = var.table_names

  depends_on = [aws_dynamodb_table_replica.this]
}
