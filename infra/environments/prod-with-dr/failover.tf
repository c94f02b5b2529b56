# Failover and failback. What recovers stands in the recovery region; the records and their checks are Route 53's, and are made
# from us-east-1.
locals {
  recovery_replication = merge(
    { for name, alarm in module.primary.replication_alarms : "primary/${name}" => alarm },
    { for name, alarm in module.dr.replication_alarms : "dr/${name}" => alarm },
  )
}

module "failover_function" {
  source    = "../../modules/failover-function"
  providers = { aws = aws.dr }

  name_prefix             = local.name_prefix
  function_name           = "${var.project_name}-sync-cluster-sizes"
  account_id              = var.account_id
  primary                 = module.primary.recoverable
  recovery                = module.dr.recoverable
  node_groups             = { for name, group in var.node_groups : name => group.size }
  secret_name             = module.primary.database_secret_name
  host_parameter          = "/${local.name_prefix}/database/host"
  alert_topic_arn         = module.dr.alert_topic_arn
  alert_key_arn           = module.keys_dr.key_arns["alerts"]
  log_key_arn             = module.keys_dr.key_arns["logs"]
  slices                  = var.failover.slices
  silence_minutes         = var.failover.silence_minutes
  mirror_minutes          = var.failover.mirror_minutes
  drill_schedule          = var.failover.drill_schedule
  failover_target_seconds = 60 * var.recovery_targets.time_minutes - module.recovery_objectives.until_opened_seconds # the metric begins with the run
  protected               = var.protected

  services = {
    for name, service in var.services : name => {
      size            = { min = service.desired_count, desired = service.desired_count, max = service.max_count }
      standby         = service.standby_count
      writes_database = contains(service.data_stores, "database")
    }
  }

  timing = {
    stabilisation = 60 * var.failover.stabilisation_minutes
    return_step   = 60 * var.failover.return_step_minutes
    replica_lag   = module.dr.replication_alarms["database-replica/lag"].lag_seconds
    mirror_age    = 180 * var.failover.mirror_minutes
  }
}

module "failover_records" {
  source = "../../modules/failover-records"

  name_prefix       = local.name_prefix
  zone_id           = module.dns.zone_id
  name              = "api.${var.zone_name}"
  slice_alarm_names = module.failover_function.slice_alarm_names
  topic_arns        = [module.primary.alert_topic_arn]

  primary = {
    region      = module.primary.region
    dns_name    = module.primary.api_endpoint.dns_name
    zone_id     = module.primary.api_endpoint.zone_id
    health_host = module.primary.health_endpoint.host
    health_path = module.primary.health_endpoint.path
  }

  recovery = {
    region      = module.dr.region
    dns_name    = module.dr.api_endpoint.dns_name
    zone_id     = module.dr.api_endpoint.zone_id
    health_host = module.dr.health_endpoint.host
    health_path = module.dr.health_endpoint.path
  }
}

module "recovery_objectives" {
  source = "../../modules/recovery-objectives"

  targets          = var.recovery_targets
  decision_seconds = var.failover.decision_seconds
  assumptions      = var.recovery_assumptions
  detection        = { silence_seconds = 60 * var.failover.silence_minutes }
  traffic          = { health_check_seconds = module.failover_records.detection_seconds }

  replication = {
    for name, alarm in local.recovery_replication : name => {
      kind           = alarm.kind == "bucket-replica" ? "objects" : "database"
      lag_seconds    = alarm.lag_seconds
      notice_seconds = alarm.notice_seconds
    }
  }
}
