# What watches the account in this region, and keeps what it saw.
module "guardrails" {
  source = "../guardrails"

  name_prefix    = var.name_prefix
  account_id     = var.account_id
  volume_key_arn = var.key_arns["compute"]
}

module "inspector" {
  source = "../inspector"

  account_id = var.account_id
}

module "security_hub" {
  source = "../security-hub"

  linked_regions = var.linked_regions
}

module "recorder" {
  source = "../recorder"

  name_prefix = var.name_prefix
  role_arn    = var.config_role_arn
  bucket_name = module.storage.bucket_names["findings"]
  key_arn     = var.key_arns["findings"]
}

module "threat_detection" {
  source = "../threat-detection"

  name_prefix = var.name_prefix
  bucket_arn  = module.storage.bucket_arns["findings"]
  key_arn     = var.key_arns["findings"]
}

module "patching" {
  source = "../patching"

  name_prefix           = var.name_prefix
  account_id            = var.account_id
  log_key_arn           = var.key_arns["logs"]
  log_retention_in_days = var.log_retention_in_days
  topic_arn             = module.alert_topic.arn
}
