output "arn" {
  description = "ARN of the instance."
  value       = aws_db_instance.this.arn
}

output "identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "resource_id" {
  description = "Resource id of the instance, which IAM database authentication names."
  value       = aws_db_instance.this.resource_id
}

output "address" {
  description = "Host name of the instance."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of the instance."
  value       = local.port
}

output "database_name" {
  description = "Name of the first database."
  value       = local.database_name
}

output "instance_class" {
  description = "Class of the instance."
  value       = aws_db_instance.this.instance_class
}

output "security_group_id" {
  description = "Security group of the instance."
  value       = aws_security_group.this.id
}

output "log_group_names" {
  description = "Log groups of the engine, by log."
  value       = { for log, group in aws_cloudwatch_log_group.this : log => group.name }
}

output "replica_settings" {
  description = "What a replica in this instance's place is made with, when a failback makes one."
  value = {
    subnet_group                 = aws_db_subnet_group.this.name
    parameter_group              = aws_db_parameter_group.this.name
    option_group                 = "default:postgres-${var.engine_version}"
    security_group_ids           = [aws_security_group.this.id]
    key_arn                      = var.key_arn
    monitoring_role_arn          = aws_iam_role.monitoring.arn
    log_exports                  = sort(local.logs)
    max_allocated_storage_in_gib = var.max_allocated_storage_in_gib
    backup_retention_in_days     = var.backup_retention_in_days
    backup_window                = var.backup_window
    maintenance_window           = var.maintenance_window
    tags                         = { Name = local.identifier, Backup = var.backup_plan }
  }
}
