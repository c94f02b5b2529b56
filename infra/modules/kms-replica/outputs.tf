output "key_arns" {
  description = "ARN of the replica key by purpose."
  value       = { for name, key in aws_kms_replica_key.this : name => key.arn }
}

output "alias_names" {
  description = "Alias by purpose."
  value       = { for name, alias in aws_kms_alias.this : name => alias.name }
}
