# Defaults of the account in one region, for whatever is made without a word on the matter.
data "aws_partition" "current" {}

data "aws_region" "current" {}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_ebs_default_kms_key" "this" {
  key_arn = var.volume_key_arn
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-all-sharing"
}

resource "aws_ec2_image_block_public_access" "this" {
  state = "block-new-sharing"
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = 1
  instance_metadata_tags      = "disabled"
}

resource "aws_ssm_service_setting" "documents" {
  setting_id    = "arn:${data.aws_partition.current.partition}:ssm:${data.aws_region.current.name}:${var.account_id}:servicesetting/ssm/documents/console/public-sharing-permission"
  setting_value = "Disable"
}

resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = "${var.name_prefix}-outside-access"
  type          = "ACCOUNT"

  tags = { Name = "${var.name_prefix}-outside-access" }
}
