output "recovery_seconds" {
  description = "Seconds from the primary's last answer until the recovery region is declared to serve."
  value       = local.recovery_seconds
}

output "parts" {
  description = "What those seconds are made of."
  value = merge(local.side_by_side, {
    silence       = var.detection.silence_seconds
    alarm         = var.detection.alarm_seconds
    corroboration = local.corroboration_seconds
    decision      = var.decision_seconds
    verification  = var.detection.start_interval_seconds
  })
}

output "points" {
  description = "Seconds of each store that a failover may lose."
  value       = local.points
}

output "until_opened_seconds" {
  description = "Seconds of those that have passed at most when a failover is opened: what is left of the target is what it may take from then on."
  value       = local.until_opened
}
