output "health_check_ids" {
  description = "Health check of each region's answer from outside."
  value       = { for side, check in aws_route53_health_check.region : side => check.id }
}

output "slice_names" {
  description = "Names of the slices, which answer for one slice each: for looking, not for clients."
  value       = values(local.names)

  depends_on = [aws_route53_record.slice]
}

output "detection_seconds" {
  description = "Seconds after which Route 53 takes an unreachable region for one."
  value       = var.request_interval_seconds * var.failure_threshold
}
