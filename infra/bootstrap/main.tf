# What must stand before the first init of an environment: the bucket of its state, and the role by which EC2 Auto Scaling
# uses encrypted volumes. Once for each account; its own state starts as a local file and moves into the bucket afterwards.
locals {
  name_prefix = "${var.project_name}-terraform"
}

module "keys" {
  source = "../modules/kms"

  name_prefix = local.name_prefix
  account_id  = var.account_id
  keys        = { state = { description = "State of Terraform" } }
}

module "log_delivery" {
  source = "../modules/log-delivery"

  name_prefix = local.name_prefix
  account_id  = var.account_id
}

# Old versions of a state are what a mistaken apply is undone with; the newest one never expires.
module "state" {
  source = "../modules/storage"

  name_prefix       = local.name_prefix
  account_id        = var.account_id
  buckets           = { state = {} }
  key_arn           = module.keys.key_arns["state"]
  access_log_bucket = module.log_delivery.bucket_name
  access_log_prefix = module.log_delivery.s3_prefix
}

# The keys of the environments name this role in their policies, and a key policy refuses a principal that does not exist.
resource "aws_iam_service_linked_role" "autoscaling" {
  aws_service_name = "autoscaling.amazonaws.com"
  description      = "EC2 Auto Scaling"
}
