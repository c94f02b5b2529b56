output "arn" {
  description = "ARN of the replication group."
  value       = aws_elasticache_replication_group.this.arn
}

output "replication_group_id" {
  description = "Id of the replication group."
  value       = aws_elasticache_replication_group.this.id
}

output "member_ids" {
  description = "Ids of the nodes, as CloudWatch names them."
  value       = local.member_ids
}

output "primary_endpoint" {
  description = "Host name that takes writes."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "reader_endpoint" {
  description = "Host name that spreads reads."
  value       = aws_elasticache_replication_group.this.reader_endpoint_address
}

output "user_arn" {
  description = "ARN of the user that services connect as, for their policy."
  value       = aws_elasticache_user.services.arn
}

output "security_group_id" {
  description = "Security group of the cache."
  value       = aws_security_group.this.id
}
