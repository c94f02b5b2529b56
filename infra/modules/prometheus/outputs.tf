output "workspace_id" {
  description = "Id of the workspace."
  value       = aws_prometheus_workspace.this.id
}

output "workspace_arn" {
  description = "ARN of the workspace."
  value       = aws_prometheus_workspace.this.arn
}

output "endpoint" {
  description = "Address of the workspace, for remote writes and queries."
  value       = aws_prometheus_workspace.this.prometheus_endpoint
}

output "rule_names" {
  description = "Namespaces of the rules."
  value       = sort(keys(aws_prometheus_rule_group_namespace.this))
}
