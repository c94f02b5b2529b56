output "config_role_arn" {
  description = "Service-linked role of AWS Config."
  value       = aws_iam_service_linked_role.config.arn
}
