output "recovery_seconds" {
  description = "Seconds from the primary's last answer until the recovery region is declared to serve."
  value       = local.recovery_seconds
}

output "parts" {
  description = "What those seconds are made of."
  value = merge(local.side_by_side, {
    silence       = var.detection.silence_seconds
    alarm         = var.detection.alarm_seconds
    corroboration = var.detection.corroboration_seconds
    decision      = var.decision_seconds
    verification  = var.detection.start_interval_seconds
  })
}

output "points" {
  description = "Seconds of each store that a failover may lose."
  value       = local.points
}
