output "baseline_ids" {
  description = "Patch baseline id by operating system."
  value       = { for system, baseline in aws_ssm_patch_baseline.this : system => baseline.id }
}

output "window_ids" {
  description = "Maintenance window id by operation."
  value       = { for operation, window in aws_ssm_maintenance_window.this : operation => window.id }
}

output "log_group_name" {
  description = "Log group of what was installed."
  value       = aws_cloudwatch_log_group.this.name
}
