# How long a failover takes and what it loses, computed from the platform's own settings and a few assumptions about AWS. It
# makes nothing: it answers, and a target that is missed is a warning of every plan.
locals {
  # From the primary's last answer until a run of the function is open: by itself, or by a person who has made up their mind.
  until_opened = var.detection.silence_seconds + var.detection.alarm_seconds + var.decision_seconds

  # Questions one after the other, each with a pause behind it: the last pause is the time of the question to the recovery region.
  corroboration_seconds = var.detection.probes * (var.detection.probe_deadline_seconds + var.detection.probe_pause_seconds)

  # Until the function has started everything.
  until_started = local.until_opened + local.corroboration_seconds

  # Nodes, tasks, database and traffic move side by side: the slowest decides.
  side_by_side = {
    nodes     = var.assumptions.node_start_seconds
    tasks     = var.assumptions.task_start_seconds
    promotion = var.assumptions.promotion_seconds
    traffic   = var.traffic.alarm_seconds + var.traffic.health_check_seconds + var.traffic.dns_ttl_seconds
  }
  slowest = max(values(local.side_by_side)...)

  # A failover that is ready is seen to be by the next start of the function.
  recovery_seconds = local.until_started + local.slowest + var.detection.start_interval_seconds

  # What may be lost: the lag that nobody is woken for, and what it can grow by until the alarm has noticed.
  points = { for name, store in var.replication : name => store.lag_seconds + store.notice_seconds }

  targets = { database = 60 * var.targets.database_point_minutes, objects = 60 * var.targets.object_point_minutes }
  missed = sort([
    for name, point in local.points : "${name} may lose ${point} s, ${local.targets[var.replication[name].kind]} s are allowed"
    if point > local.targets[var.replication[name].kind]
  ])
}

check "recovery_time" {
  assert {
    condition     = local.recovery_seconds <= 60 * var.targets.time_minutes
    error_message = "A failover takes ${local.recovery_seconds} s by the model (${local.until_started} s until it is started, ${local.slowest} s for the slowest part, ${var.detection.start_interval_seconds} s until that is seen); ${60 * var.targets.time_minutes} s are allowed."
  }
}

check "recovery_points" {
  assert {
    condition     = length(local.missed) == 0
    error_message = "A failover may lose more than is allowed: ${join("; ", local.missed)}."
  }
}
