resource "aws_backup_vault" "this" {
  name          = "${var.name_prefix}-vault"
  kms_key_arn   = var.key_arn
  force_destroy = !var.protected

  tags = { Name = "${var.name_prefix}-vault" }
}

# Without changeable_for_days the lock is in governance mode: only who holds the permission to do so may lift it.
resource "aws_backup_vault_lock_configuration" "this" {
  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = var.min_retention_in_days
  max_retention_days = var.max_retention_in_days
}

# While the data is protected nobody deletes a recovery point by hand; lifecycles still expire them.
data "aws_iam_policy_document" "this" {
  count = var.protected ? 1 : 0

  statement {
    sid    = "NobodyDeletes"
    effect = "Deny"
    actions = [
      "backup:DeleteRecoveryPoint",
      "backup:UpdateRecoveryPointLifecycle",
      "backup:DeleteBackupVault",
    ]
    resources = ["*"] # in a vault's policy: the vault and what lies in it

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_backup_vault_policy" "this" {
  count = var.protected ? 1 : 0

  backup_vault_name = aws_backup_vault.this.name
  policy            = data.aws_iam_policy_document.this[0].json
}

resource "aws_backup_vault_notifications" "this" {
  backup_vault_name = aws_backup_vault.this.name
  sns_topic_arn     = var.topic_arn
  backup_vault_events = [
    "BACKUP_JOB_EXPIRED",
    "BACKUP_JOB_FAILED",
    "COPY_JOB_FAILED",
    "RESTORE_JOB_FAILED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
  ]
}

# What AWS Backup takes care of in this region. Managing DynamoDB itself is what makes copies into another region possible.
resource "aws_backup_region_settings" "this" {
  resource_type_opt_in_preference = {
    "Aurora"          = false
    "DocumentDB"      = false
    "DynamoDB"        = true
    "EBS"             = true
    "EC2"             = true
    "EFS"             = true
    "FSx"             = false
    "Neptune"         = false
    "RDS"             = true
    "S3"              = true
    "Storage Gateway" = false
    "VirtualMachine"  = false
  }

  resource_type_management_preference = {
    "DynamoDB" = true
    "EFS"      = true
  }
}
