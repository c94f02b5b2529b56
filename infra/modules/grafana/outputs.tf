output "workspace_id" {
  description = "Id of the workspace, for scripts/upload-dashboards.sh."
  value       = aws_grafana_workspace.this.id
}

output "endpoint" {
  description = "Address of Grafana."
  value       = aws_grafana_workspace.this.endpoint
}

output "security_group_id" {
  description = "Security group of Grafana; the interface endpoints must admit it."
  value       = aws_security_group.this.id
}
