# Who is told when something is wrong, and what is looked at.
locals {
  watched = {
    database         = { database = { DBInstanceIdentifier = module.database.identifier } }
    database-replica = { for source in compact([var.replica_of.region]) : "database-replica" => { DBInstanceIdentifier = module.database.identifier } }

    topic = { alerts = { TopicName = module.alert_topic.name } }
    dead-letters = {
      alert-letters = { QueueName = module.alert_topic.dead_letter_queue_name }
      event-letters = { QueueName = module.event_alerts.dead_letter_queue_name }
    }
    vault           = { vault = { BackupVaultName = module.backup_vault.name } }
    api             = { api = module.api.metric_dimensions }
    load-balancer   = { edge = { LoadBalancer = module.edge.arn_suffix } }
    certificate     = { certificate = { CertificateArn = var.certificate_arn } }
    kubernetes      = { kubernetes = { ClusterName = module.eks.name } }
    transit-gateway = { transit = { TransitGateway = module.transit_gateway.id } }
    service         = { for name, service in module.service : name => { ClusterName = module.cluster.name, ServiceName = service.service_name } }
    target-group    = { for name in keys(var.services) : "${name}-targets" => { LoadBalancer = module.edge.arn_suffix, TargetGroup = module.edge.target_group_arn_suffixes[name] } }
    vpn             = { for office in keys(var.offices) : "vpn-${office}" => { VpnId = module.vpn.connection_ids[office] } }
    nat-gateway     = { for letter, id in module.network.nat_gateway_ids : "nat-${letter}" => { NatGatewayId = id } }
    table           = { for purpose, name in local.table_names : "table-${purpose}" => { TableName = name } }
    stream          = { for purpose, name in module.stream.stream_names : "stream-${purpose}" => { StreamName = name } }
    delivery        = { for purpose, name in module.delivery.delivery_names : "delivery-${purpose}" => { DeliveryStreamName = name } }
    cache-node      = { for number, node in module.cache.member_ids : "cache-${number}" => { CacheClusterId = node } }
    function        = { for secret in module.database_secret : "rotation" => { FunctionName = secret.rotation_function_name } }
    event-rule      = { for purpose, name in module.event_alerts.rule_names : "rule-${purpose}" => { RuleName = name } }

    network-load-balancer = { api-door = { LoadBalancer = module.edge.api_door_arn_suffix } }

    bucket-replica = {
      for purpose, arn in var.replica_bucket_arns : "bucket-${purpose}" => {
        SourceBucket = module.storage.bucket_names[purpose], DestinationBucket = element(split(":", arn), 5), RuleId = "to-${var.replica_region}"
      }
    }
    table-replica = var.replica_region == "" ? {} : {
      for purpose, name in local.table_names : "table-${purpose}-replica" => { TableName = name, ReceivingRegion = var.replica_region }
    }
  }

  components = merge([
    for kind, components in local.watched : {
      for name, dimensions in components : name => { kind = kind, dimensions = dimensions }
    }
  ]...)
}

module "alert_topic" {
  source = "../alert-topic"

  name_prefix     = var.name_prefix
  account_id      = var.account_id
  key_arn         = var.key_arns["alerts"]
  email_addresses = var.alert_addresses
}

module "event_alerts" {
  source = "../event-alerts"

  name_prefix = var.name_prefix
  account_id  = var.account_id
  topic_arn   = module.alert_topic.arn
  key_arn     = var.key_arns["alerts"]
}

module "alarms" {
  source = "../alarms"

  name_prefix = var.name_prefix
  topic_arns  = [module.alert_topic.arn]
  components  = local.components
}

module "dashboard" {
  source = "../dashboard"

  name       = "${var.name_prefix}-${var.region}"
  region     = var.region
  signals    = module.alarms.signals
  alarm_arns = module.alarms.alarm_arns
}

module "prometheus" {
  source = "../prometheus"

  name_prefix           = var.name_prefix
  account_id            = var.account_id
  key_arn               = var.key_arns["data"]
  log_key_arn           = var.key_arns["logs"]
  log_retention_in_days = var.log_retention_in_days
  topic_arn             = module.alert_topic.arn
}

module "prometheus_collector" {
  source = "../prometheus-collector"

  name_prefix                = var.name_prefix
  cluster_arn                = module.eks.arn
  workspace_arn              = module.prometheus.workspace_arn
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.subnet_ids["private"]
  api_security_group_id      = module.eks.api_security_group_id
  node_security_group_id     = module.eks.node_security_group_id
  endpoint_security_group_id = module.network.endpoint_security_group_id
}

module "grafana" {
  source = "../grafana"

  name_prefix                = var.name_prefix
  account_id                 = var.account_id
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.subnet_ids["private"]
  endpoint_security_group_id = module.network.endpoint_security_group_id
  admin_group_ids            = var.grafana_admin_group_ids
  access_prefix_list_ids     = [module.vpn.office_prefix_list_id]
  workspace_arns             = [module.prometheus.workspace_arn]
}
