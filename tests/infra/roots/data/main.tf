# The data, audit and observability modules put together for two regions, as an environment does it. Networks and
# clusters are ids from nowhere: they are other modules' to make.
locals {
  name_prefix = "trading-test"
  account_id  = "111122223333"
  primary     = "us-east-1"
  dr          = "us-west-2"

  keys = {
    alerts   = { description = "Alerts, and what nobody took of them", services = ["topics", "queues"] }
    data     = { description = "Databases, tables, streams, buckets, volumes" }
    findings = { description = "Configuration history and findings", services = ["config", "guardduty"] }
    logs     = { description = "Log groups", services = ["logs"] }
    trail    = { description = "The trail and its topic", services = ["cloudtrail"] }
  }

  subnets = {
    primary = { data = ["subnet-0a1", "subnet-0a2", "subnet-0a3"], private = ["subnet-0b1", "subnet-0b2", "subnet-0b3"] }
    dr      = { data = ["subnet-1a1", "subnet-1a2", "subnet-1a3"], private = ["subnet-1b1", "subnet-1b2", "subnet-1b3"] }
  }

  trail_arn = "arn:aws:cloudtrail:${local.primary}:${local.account_id}:trail/${local.name_prefix}"
}

variable "database_password" {
  description = "Administrator's password of the database."
  type        = string
  ephemeral   = true
  sensitive   = true
  nullable    = false
}

module "keys" {
  source = "../../../../infra/modules/kms"

  name_prefix  = local.name_prefix
  account_id   = local.account_id
  keys         = local.keys
  multi_region = true
}

module "keys_dr" {
  source    = "../../../../infra/modules/kms-replica"
  providers = { aws = aws.dr }

  name_prefix      = local.name_prefix
  account_id       = local.account_id
  keys             = local.keys
  primary_key_arns = module.keys.key_arns
}

# Account ------------------------------------------------------------------------------------------------------------

module "account" {
  source = "../../../../infra/modules/account"

  name_prefix = local.name_prefix
  account_id  = local.account_id
}

module "trail" {
  source = "../../../../infra/modules/trail"

  name                = local.name_prefix
  account_id          = local.account_id
  bucket_name         = module.storage.bucket_names["trail"]
  trail_key_arn       = module.keys.key_arns["trail"]
  log_key_arn         = module.keys.key_arns["logs"]
  watched_bucket_arns = [for purpose in ["orders"] : module.storage.bucket_arns[purpose]]
  watched_table_arns  = values(module.table.table_arns)
}

module "trail_alarms" {
  source = "../../../../infra/modules/trail-alarms"

  name_prefix    = local.name_prefix
  log_group_name = module.trail.log_group_name
  topic_arns     = [module.alert_topic.arn]
}

module "registry_replication" {
  source = "../../../../infra/modules/registry-replication"

  account_id         = local.account_id
  destination_region = local.dr
  repository_prefix  = "${local.name_prefix}/"
}

# Data ---------------------------------------------------------------------------------------------------------------

module "database" {
  source = "../../../../infra/modules/database"

  name_prefix    = local.name_prefix
  account_id     = local.account_id
  name           = "trading"
  instance_class = "db.r7g.xlarge"
  password       = var.database_password
  vpc_id         = "vpc-0a"
  subnet_ids     = local.subnets.primary.data
  key_arn        = module.keys.key_arns["data"]
  log_key_arn    = module.keys.key_arns["logs"]
  topic_arn      = module.alert_topic.arn

  client_security_groups = {
    nodes    = "sg-0a1"
    rotation = module.database_secret.rotation_security_group_id
  }
}

module "database_dr" {
  source    = "../../../../infra/modules/database"
  providers = { aws = aws.dr }

  name_prefix            = local.name_prefix
  account_id             = local.account_id
  name                   = "trading"
  instance_class         = "db.r7g.xlarge"
  source_region          = local.primary
  source_arn             = module.database.arn
  source_instance_class  = module.database.instance_class
  vpc_id                 = "vpc-1a"
  subnet_ids             = local.subnets.dr.data
  client_security_groups = { nodes = "sg-1a1" }
  key_arn                = module.keys_dr.key_arns["data"]
  log_key_arn            = module.keys_dr.key_arns["logs"]
  topic_arn              = module.alert_topic_dr.arn
}

module "database_secret" {
  source = "../../../../infra/modules/database-secret"

  name_prefix                = local.name_prefix
  account_id                 = local.account_id
  name                       = "trading"
  password                   = var.database_password
  key_arn                    = module.keys.key_arns["data"]
  replica_region             = local.dr
  replica_key_arn            = module.keys_dr.key_arns["data"]
  vpc_id                     = "vpc-0a"
  subnet_ids                 = local.subnets.primary.private
  database_security_group_id = module.database.security_group_id
  endpoint_security_group_id = "sg-0e"

  connection = {
    host     = module.database.address
    port     = module.database.port
    database = module.database.database_name
  }
}

module "table" {
  source = "../../../../infra/modules/table"

  name_prefix = local.name_prefix
  key_arn     = module.keys.key_arns["data"]

  tables = {
    positions = { hash_key = "account", range_key = "instrument", attributes = { account = "S", instrument = "S" } }
    orders = {
      hash_key      = "order_id"
      attributes    = { order_id = "S", account = "S", placed_at = "N" }
      ttl_attribute = "expires_at"
      indexes       = { by-account = { hash_key = "account", range_key = "placed_at" } }
    }
  }
}

module "table_dr" {
  source    = "../../../../infra/modules/table-replica"
  providers = { aws = aws.dr }

  table_arns    = module.table.table_arns
  table_names   = module.table.table_names
  source_region = local.primary
  key_arn       = module.keys_dr.key_arns["data"]
}

module "cache" {
  source = "../../../../infra/modules/cache"

  name_prefix            = local.name_prefix
  name                   = "quotes"
  node_type              = "cache.r7g.large"
  vpc_id                 = "vpc-0a"
  subnet_ids             = local.subnets.primary.data
  client_security_groups = { nodes = "sg-0a1" }
  key_arn                = module.keys.key_arns["data"]
  log_key_arn            = module.keys.key_arns["logs"]
  topic_arn              = module.alert_topic.arn
}
