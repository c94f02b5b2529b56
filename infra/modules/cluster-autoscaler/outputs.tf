output "role_arn" {
  description = "Role of the autoscaler."
  value       = module.role.arn
}

output "service_account" {
  description = "Namespace and service account that take the role; infra/kubernetes/ makes them."
  value       = "${local.namespace}/${local.service_account}"
}
