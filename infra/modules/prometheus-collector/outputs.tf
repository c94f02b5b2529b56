output "collector_arn" {
  description = "ARN of the collector."
  value       = aws_prometheus_scraper.this.arn
}

output "role_arn" {
  description = "Role of the collector; the cluster must let it read."
  value       = aws_prometheus_scraper.this.role_arn
}

output "security_group_id" {
  description = "Security group of the collector."
  value       = aws_security_group.this.id
}
