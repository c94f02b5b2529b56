# Nested blocks of every nesting, attributes of every type, written in the ways that Terraform converts: numbers as
# strings, lists for sets, blocks for attributes, dynamic blocks, JSON. And references to what is not configured.

module "guard" {
  source   = "./modules/guard"
  for_each = toset(["orders", "prices"])
  name     = each.key
  ports    = { https = "443", metrics = 9090 }
}

module "edge" {
  source  = "./modules/edge"
  name    = "edge"
  blocked = ["RU", "KP", "KP"]
  groups  = [for guard in module.guard : guard.group_id]
  limits  = { burst = "2000", steady = 500 }
}

module "compute" {
  source = "./modules/compute"
  name   = "fleet"
  groups = { for name, guard in module.guard : name => guard.group_id }
  tags   = { team = "core", stage = "prod" }
}

module "data" {
  source  = "./modules/data"
  key_arn = aws_kms_key.main.arn
  replicas = {
    "eu-west-1"    = true
    "eu-central-2" = "false"
  }
  password = "not-a-real-one"
}

resource "aws_kms_key" "main" {
  description             = "main"
  deletion_window_in_days = "14"
}

# What is not configured: a default, null, unknown; inside nested blocks too.
locals {
  told = {
    enabled   = aws_kms_key.main.is_enabled
    rotation  = aws_kms_key.main.enable_key_rotation
    spec      = aws_kms_key.main.customer_master_key_spec
    period    = aws_kms_key.main.rotation_period_in_days
    multi     = aws_kms_key.main.multi_region
    tags      = aws_kms_key.main.tags
    all_tags  = aws_kms_key.main.tags_all
    window    = aws_kms_key.main.deletion_window_in_days
    lockout   = aws_kms_key.main.bypass_policy_lockout_safety_check
    xks       = aws_kms_key.main.xks_key_id
    timeouts  = aws_kms_key.main.timeouts
    delay     = aws_sqs_queue.plain.delay_seconds
    retention = aws_sqs_queue.plain.message_retention_seconds
    redrive   = aws_sqs_queue.plain.redrive_policy
    fifo      = aws_sqs_queue.plain.fifo_queue
  }
}

resource "aws_sqs_queue" "plain" {
  name = "plain"
}

resource "aws_ssm_parameter" "told" {
  for_each = { for name, value in local.told : name => value if contains(["enabled", "lockout", "fifo", "delay"], name) }
  name     = "/told/${each.key}"
  type     = "String"
  value    = each.value
}

output "told" {
  value = local.told
}

output "nested" {
  value = {
    ingress    = module.guard["orders"].ingress
    status     = module.data.versioning[0].status
    mfa_delete = module.data.versioning[0].mfa_delete
    rules      = module.data.encryption_rules
    attributes = module.data.attributes
    timeouts   = module.data.timeouts
    stream     = module.data.stream_label
    default    = module.compute.template.instance_type
    metadata   = module.compute.template.metadata_options
  }
}

output "secret" {
  value     = { secret = module.data.secret, password = module.data.password_wo }
  sensitive = true
}
