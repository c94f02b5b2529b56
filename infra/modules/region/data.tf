# What the services keep. The primary region has the databases and tables that are written; a region with a source has their
# replicas instead. Streams, deliveries and the cache are each region's own.
locals {
  replica = var.replica_of.region != ""

  # Who speaks to the database and to the cache: the services that say so, by a group each, and the nodes of the cluster.
  data_clients = {
    for store in ["cache", "database"] : store => merge(
      {
        for name, service in var.services : "service-${name}" => module.service[name].security_group_id
        if contains(service.data_stores, store)
      },
      { nodes = module.eks.node_security_group_id },
    )
  }

  data_stores = {
    database = { security_group_id = module.database.security_group_id, port = module.database.port }
    cache    = { security_group_id = module.cache.security_group_id, port = 6379 }
  }

  database_host = { "database/host" = module.database.address }

  table_arns  = merge(concat(module.table[*].table_arns, module.table_replica[*].table_arns)...)
  table_names = { for purpose in keys(var.tables) : purpose => "${var.name_prefix}-${purpose}" }
}

module "database" {
  source = "../database"

  name_prefix           = var.name_prefix
  account_id            = var.account_id
  name                  = "trading"
  instance_class        = var.database.instance_class
  password              = var.database_password
  password_version      = var.database_password_version
  source_region         = var.replica_of.region
  source_arn            = var.replica_of.database_arn
  source_instance_class = var.replica_of.database_class
  vpc_id                = module.network.vpc_id
  subnet_ids            = module.network.subnet_ids["data"]
  key_arn               = var.key_arns["data"]
  log_key_arn           = var.key_arns["logs"]
  log_retention_in_days = var.log_retention_in_days
  topic_arn             = module.alert_topic.arn
  protected             = var.protected

  monitoring_log_group_name = module.logs.group_names["rds-os"]

  peer_client_cidrs = var.peer_database.client_cidrs

  client_security_groups = merge(
    local.data_clients["database"],
    { for secret in module.database_secret : "rotation" => secret.rotation_security_group_id },
  )

  allocated_storage_in_gib     = var.database.allocated_storage_in_gib
  max_allocated_storage_in_gib = var.database.max_allocated_storage_in_gib
}

module "database_secret" {
  source = "../database-secret"
  count  = local.replica ? 0 : 1

  name_prefix                = var.name_prefix
  account_id                 = var.account_id
  name                       = "trading"
  password                   = var.database_password
  password_version           = var.database_password_version
  key_arn                    = var.key_arns["data"]
  replica_region             = var.replica_region
  replica_key_arn            = lookup(var.replica_key_arns, "data", "")
  vpc_id                     = module.network.vpc_id
  subnet_ids                 = module.network.subnet_ids["private"]
  database_security_group_id = module.database.security_group_id
  endpoint_security_group_id = module.network.endpoint_security_group_id
  protected                  = var.protected

  connection = {
    host     = module.database.address
    port     = module.database.port
    database = module.database.database_name
  }
}

module "table" {
  source = "../table"
  count  = local.replica ? 0 : 1

  name_prefix = var.name_prefix
  tables      = var.tables
  key_arn     = var.key_arns["data"]
  protected   = var.protected
}

module "table_replica" {
  source = "../table-replica"
  count  = local.replica ? 1 : 0

  table_arns    = var.replica_of.table_arns
  table_names   = local.table_names
  source_region = var.replica_of.region
  key_arn       = var.key_arns["data"]
  protected     = var.protected
}

module "cache" {
  source = "../cache"

  name_prefix            = var.name_prefix
  name                   = "quotes"
  node_type              = var.cache_node_type
  vpc_id                 = module.network.vpc_id
  subnet_ids             = module.network.subnet_ids["data"]
  client_security_groups = local.data_clients["cache"]
  key_arn                = var.key_arns["data"]
  log_key_arn            = var.key_arns["logs"]
  log_retention_in_days  = var.log_retention_in_days
  topic_arn              = module.alert_topic.arn
}

module "stream" {
  source = "../stream"

  name_prefix = var.name_prefix
  streams     = var.streams
  key_arn     = var.key_arns["data"]
  protected   = var.protected
}

module "delivery" {
  source = "../delivery"

  name_prefix           = var.name_prefix
  account_id            = var.account_id
  stream_key_arn        = var.key_arns["data"]
  bucket_key_arn        = var.key_arns["data"]
  log_key_arn           = var.key_arns["logs"]
  log_retention_in_days = var.log_retention_in_days

  deliveries = {
    for purpose in keys(var.streams) : purpose => {
      stream_arn = module.stream.stream_arns[purpose]
      bucket_arn = module.storage.bucket_arns[purpose]
    }
  }
}

module "parameters" {
  source = "../parameters"

  name_prefix = var.name_prefix
  account_id  = var.account_id
  region      = var.region
  key_arn     = var.key_arns["data"]

  # Where the recovery region's services find the database is the failover's function's to say, once the region is made.
  values         = merge({ "cache/host" = module.cache.primary_endpoint }, local.replica ? {} : local.database_host)
  initial_values = local.replica ? local.database_host : {}
}

module "backup_vault" {
  source = "../backup-vault"

  name_prefix = var.name_prefix
  key_arn     = var.key_arns["data"]
  topic_arn   = module.alert_topic.arn
  protected   = var.protected
}
