# What each region has -----------------------------------------------------------------------------------------------

module "alert_topic" {
  source = "../../../../infra/modules/alert-topic"

  name_prefix     = local.name_prefix
  account_id      = local.account_id
  key_arn         = module.keys.key_arns["alerts"]
  email_addresses = ["trading-operations@example.com"]
}

module "event_alerts" {
  source = "../../../../infra/modules/event-alerts"

  name_prefix = local.name_prefix
  account_id  = local.account_id
  topic_arn   = module.alert_topic.arn
  key_arn     = module.keys.key_arns["alerts"]
}

module "guardrails" {
  source = "../../../../infra/modules/guardrails"

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  volume_key_arn = module.keys.key_arns["data"]
}

module "inspector" {
  source = "../../../../infra/modules/inspector"

  account_id = local.account_id
}

module "security_hub" {
  source = "../../../../infra/modules/security-hub"

  linked_regions = [local.dr]
}

module "recorder" {
  source = "../../../../infra/modules/recorder"

  name_prefix = local.name_prefix
  role_arn    = module.account.config_role_arn
  bucket_name = module.storage.bucket_names["findings"]
  key_arn     = module.keys.key_arns["findings"]
}

module "threat_detection" {
  source = "../../../../infra/modules/threat-detection"

  name_prefix = local.name_prefix
  bucket_arn  = module.storage.bucket_arns["findings"]
  key_arn     = module.keys.key_arns["findings"]
}

module "patching" {
  source = "../../../../infra/modules/patching"

  name_prefix = local.name_prefix
  account_id  = local.account_id
  log_key_arn = module.keys.key_arns["logs"]
  topic_arn   = module.alert_topic.arn
}

module "log_delivery" {
  source = "../../../../infra/modules/log-delivery"

  name_prefix = local.name_prefix
  account_id  = local.account_id
}

module "storage" {
  source = "../../../../infra/modules/storage"

  name_prefix              = local.name_prefix
  account_id               = local.account_id
  key_arn                  = module.keys.key_arns["data"]
  source_key_arns          = [module.keys.key_arns["trail"], module.keys.key_arns["findings"]]
  access_log_bucket        = module.log_delivery.bucket_name
  replica_region           = local.dr
  replica_bucket_arns      = module.storage_dr.bucket_arns
  replica_key_arn          = module.keys_dr.key_arns["data"]
  replication_alert_topics = { alerts = module.alert_topic.arn }

  buckets = {
    trail       = { expire_after_days = 2557, object_lock_days = 365, trail_arns = [local.trail_arn] }
    market-data = { archive_after_days = 90, expire_after_days = 1096 }
    orders      = { archive_after_days = 180, expire_after_days = 2557, object_lock_days = 365 }
    findings    = { expire_after_days = 2557, audit_services = ["config", "guardduty"] }
  }
}

module "stream" {
  source = "../../../../infra/modules/stream"

  name_prefix = local.name_prefix
  key_arn     = module.keys.key_arns["data"]

  streams = {
    market-data = { consumers = ["risk"] }
    orders      = { shard_count = 4, retention_in_hours = 336 }
  }
}

module "delivery" {
  source = "../../../../infra/modules/delivery"

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  stream_key_arn = module.keys.key_arns["data"]
  bucket_key_arn = module.keys.key_arns["data"]
  log_key_arn    = module.keys.key_arns["logs"]

  deliveries = {
    for purpose in ["market-data", "orders"] : purpose => {
      stream_arn = module.stream.stream_arns[purpose]
      bucket_arn = module.storage.bucket_arns[purpose]
    }
  }
}

module "backup_vault" {
  source = "../../../../infra/modules/backup-vault"

  name_prefix = local.name_prefix
  key_arn     = module.keys.key_arns["data"]
  topic_arn   = module.alert_topic.arn
}

module "backup_plan" {
  source = "../../../../infra/modules/backup-plan"

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  vault_name     = module.backup_vault.name
  copy_region    = local.dr
  copy_vault_arn = module.backup_vault_dr.arn
}

module "prometheus" {
  source = "../../../../infra/modules/prometheus"

  name_prefix = local.name_prefix
  account_id  = local.account_id
  key_arn     = module.keys.key_arns["data"]
  log_key_arn = module.keys.key_arns["logs"]
  topic_arn   = module.alert_topic.arn
}

module "prometheus_collector" {
  source = "../../../../infra/modules/prometheus-collector"

  name_prefix                = local.name_prefix
  cluster_arn                = "arn:aws:eks:${local.primary}:${local.account_id}:cluster/${local.name_prefix}"
  workspace_arn              = module.prometheus.workspace_arn
  vpc_id                     = "vpc-0a"
  subnet_ids                 = local.subnets.primary.private
  api_security_group_id      = "sg-0c"
  node_security_group_id     = "sg-0d"
  endpoint_security_group_id = "sg-0e"
}

module "grafana" {
  source = "../../../../infra/modules/grafana"

  name_prefix                = local.name_prefix
  account_id                 = local.account_id
  vpc_id                     = "vpc-0a"
  subnet_ids                 = local.subnets.primary.private
  endpoint_security_group_id = "sg-0e"
  admin_group_ids            = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
  access_prefix_list_ids     = ["pl-0a"]
  workspace_arns             = [module.prometheus.workspace_arn]
}

module "alarms" {
  source = "../../../../infra/modules/alarms"

  name_prefix = local.name_prefix
  topic_arns  = [module.alert_topic.arn]

  components = merge(
    {
      database      = { kind = "database", dimensions = { DBInstanceIdentifier = module.database.identifier } }
      vault         = { kind = "vault", dimensions = { BackupVaultName = module.backup_vault.name } }
      alerts        = { kind = "topic", dimensions = { TopicName = module.alert_topic.name } }
      alert-letters = { kind = "dead-letters", dimensions = { QueueName = module.alert_topic.dead_letter_queue_name } }
      event-letters = { kind = "dead-letters", dimensions = { QueueName = module.event_alerts.dead_letter_queue_name } }
    },
    { for purpose, name in module.table.table_names : "table-${purpose}" => { kind = "table", dimensions = { TableName = name } } },
    { for purpose, name in module.stream.stream_names : "stream-${purpose}" => { kind = "stream", dimensions = { StreamName = name } } },
    { for purpose, name in module.delivery.delivery_names : "delivery-${purpose}" => { kind = "delivery", dimensions = { DeliveryStreamName = name } } },
    {
      for purpose, name in module.storage.bucket_names : "bucket-${purpose}" => {
        kind       = "bucket-replica"
        dimensions = { SourceBucket = name, DestinationBucket = module.storage_dr.bucket_names[purpose], RuleId = "to-${local.dr}" }
      }
    },
    { for number, node in module.cache.member_ids : "cache-${number}" => { kind = "cache-node", dimensions = { CacheClusterId = node } } },
    {
      for purpose, name in module.table.table_names : "table-${purpose}-replica" => {
        kind = "table-replica", dimensions = { TableName = name, ReceivingRegion = local.dr }
      }
    },
  )
}

module "dashboard" {
  source = "../../../../infra/modules/dashboard"

  name       = "${local.name_prefix}-primary"
  region     = local.primary
  signals    = module.alarms.signals
  alarm_arns = module.alarms.alarm_arns
}

module "alert_topic_dr" {
  source    = "../../../../infra/modules/alert-topic"
  providers = { aws = aws.dr }

  name_prefix     = local.name_prefix
  account_id      = local.account_id
  key_arn         = module.keys_dr.key_arns["alerts"]
  email_addresses = ["trading-operations@example.com"]
}

module "event_alerts_dr" {
  source    = "../../../../infra/modules/event-alerts"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  account_id  = local.account_id
  topic_arn   = module.alert_topic_dr.arn
  key_arn     = module.keys_dr.key_arns["alerts"]
}

module "guardrails_dr" {
  source    = "../../../../infra/modules/guardrails"
  providers = { aws = aws.dr }

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  volume_key_arn = module.keys_dr.key_arns["data"]
}

module "inspector_dr" {
  source    = "../../../../infra/modules/inspector"
  providers = { aws = aws.dr }

  account_id = local.account_id
}

module "security_hub_dr" {
  source    = "../../../../infra/modules/security-hub"
  providers = { aws = aws.dr }

  linked_regions = []
}

module "recorder_dr" {
  source    = "../../../../infra/modules/recorder"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  role_arn    = module.account.config_role_arn
  bucket_name = module.storage_dr.bucket_names["findings"]
  key_arn     = module.keys_dr.key_arns["findings"]
}

module "threat_detection_dr" {
  source    = "../../../../infra/modules/threat-detection"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  bucket_arn  = module.storage_dr.bucket_arns["findings"]
  key_arn     = module.keys_dr.key_arns["findings"]
}

module "patching_dr" {
  source    = "../../../../infra/modules/patching"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  account_id  = local.account_id
  log_key_arn = module.keys_dr.key_arns["logs"]
  topic_arn   = module.alert_topic_dr.arn
}

module "log_delivery_dr" {
  source    = "../../../../infra/modules/log-delivery"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  account_id  = local.account_id
}

module "storage_dr" {
  source    = "../../../../infra/modules/storage"
  providers = { aws = aws.dr }

  name_prefix              = local.name_prefix
  account_id               = local.account_id
  key_arn                  = module.keys_dr.key_arns["data"]
  source_key_arns          = [module.keys_dr.key_arns["trail"], module.keys_dr.key_arns["findings"]]
  access_log_bucket        = module.log_delivery_dr.bucket_name
  replica_region           = local.primary
  replica_bucket_arns      = module.storage.bucket_arns
  replica_key_arn          = module.keys.key_arns["data"]
  replication_alert_topics = { alerts = module.alert_topic_dr.arn }

  buckets = {
    trail       = { expire_after_days = 2557, object_lock_days = 365, trail_arns = [local.trail_arn] }
    market-data = { archive_after_days = 90, expire_after_days = 1096 }
    orders      = { archive_after_days = 180, expire_after_days = 2557, object_lock_days = 365 }
    findings    = { expire_after_days = 2557, audit_services = ["config", "guardduty"] }
  }
}

module "stream_dr" {
  source    = "../../../../infra/modules/stream"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  key_arn     = module.keys_dr.key_arns["data"]

  streams = {
    market-data = { consumers = ["risk"] }
    orders      = { shard_count = 4, retention_in_hours = 336 }
  }
}

module "delivery_dr" {
  source    = "../../../../infra/modules/delivery"
  providers = { aws = aws.dr }

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  stream_key_arn = module.keys_dr.key_arns["data"]
  bucket_key_arn = module.keys_dr.key_arns["data"]
  log_key_arn    = module.keys_dr.key_arns["logs"]

  deliveries = {
    for purpose in ["market-data", "orders"] : purpose => {
      stream_arn = module.stream_dr.stream_arns[purpose]
      bucket_arn = module.storage_dr.bucket_arns[purpose]
    }
  }
}

module "backup_vault_dr" {
  source    = "../../../../infra/modules/backup-vault"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  key_arn     = module.keys_dr.key_arns["data"]
  topic_arn   = module.alert_topic_dr.arn
}

module "backup_plan_dr" {
  source    = "../../../../infra/modules/backup-plan"
  providers = { aws = aws.dr }

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  vault_name     = module.backup_vault_dr.name
  copy_region    = local.primary
  copy_vault_arn = module.backup_vault.arn
}

module "prometheus_dr" {
  source    = "../../../../infra/modules/prometheus"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  account_id  = local.account_id
  key_arn     = module.keys_dr.key_arns["data"]
  log_key_arn = module.keys_dr.key_arns["logs"]
  topic_arn   = module.alert_topic_dr.arn
}

module "prometheus_collector_dr" {
  source    = "../../../../infra/modules/prometheus-collector"
  providers = { aws = aws.dr }

  name_prefix                = local.name_prefix
  cluster_arn                = "arn:aws:eks:${local.dr}:${local.account_id}:cluster/${local.name_prefix}"
  workspace_arn              = module.prometheus_dr.workspace_arn
  vpc_id                     = "vpc-1a"
  subnet_ids                 = local.subnets.dr.private
  api_security_group_id      = "sg-1c"
  node_security_group_id     = "sg-1d"
  endpoint_security_group_id = "sg-1e"
}

module "grafana_dr" {
  source    = "../../../../infra/modules/grafana"
  providers = { aws = aws.dr }

  name_prefix                = local.name_prefix
  account_id                 = local.account_id
  vpc_id                     = "vpc-1a"
  subnet_ids                 = local.subnets.dr.private
  endpoint_security_group_id = "sg-1e"
  admin_group_ids            = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
  access_prefix_list_ids     = ["pl-1a"]
  workspace_arns             = [module.prometheus_dr.workspace_arn]
}

module "alarms_dr" {
  source    = "../../../../infra/modules/alarms"
  providers = { aws = aws.dr }

  name_prefix = local.name_prefix
  topic_arns  = [module.alert_topic_dr.arn]

  components = merge(
    {
      database      = { kind = "database-replica", dimensions = { DBInstanceIdentifier = module.database_dr.identifier } }
      vault         = { kind = "vault", dimensions = { BackupVaultName = module.backup_vault_dr.name } }
      alerts        = { kind = "topic", dimensions = { TopicName = module.alert_topic_dr.name } }
      alert-letters = { kind = "dead-letters", dimensions = { QueueName = module.alert_topic_dr.dead_letter_queue_name } }
      event-letters = { kind = "dead-letters", dimensions = { QueueName = module.event_alerts_dr.dead_letter_queue_name } }
    },
    { for purpose, name in module.table_dr.table_names : "table-${purpose}" => { kind = "table", dimensions = { TableName = name } } },
    { for purpose, name in module.stream_dr.stream_names : "stream-${purpose}" => { kind = "stream", dimensions = { StreamName = name } } },
    { for purpose, name in module.delivery_dr.delivery_names : "delivery-${purpose}" => { kind = "delivery", dimensions = { DeliveryStreamName = name } } },
    {
      for purpose, name in module.storage_dr.bucket_names : "bucket-${purpose}" => {
        kind       = "bucket-replica"
        dimensions = { SourceBucket = name, DestinationBucket = module.storage.bucket_names[purpose], RuleId = "to-${local.primary}" }
      }
    },
  )
}

module "dashboard_dr" {
  source    = "../../../../infra/modules/dashboard"
  providers = { aws = aws.dr }

  name       = "${local.name_prefix}-dr"
  region     = local.dr
  signals    = module.alarms_dr.signals
  alarm_arns = module.alarms_dr.alarm_arns
}
