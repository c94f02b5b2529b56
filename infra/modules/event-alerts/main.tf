# Which events of AWS are worth waking somebody for.
data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  dead_letters_name = "${var.name_prefix}-event-alerts-dead-letters"
  dead_letters_arn  = "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.name}:${var.account_id}:${local.dead_letters_name}"
  rules_arn         = "arn:${data.aws_partition.current.partition}:events:${data.aws_region.current.name}:${var.account_id}:rule"

  rules = {
    threat-found = {
      description = "GuardDuty findings of medium severity and above"
      pattern = {
        source      = ["aws.guardduty"]
        detail-type = ["GuardDuty Finding"]
        detail      = { severity = [{ numeric = [">=", 4] }] }
      }
    }
    control-failed = {
      description = "New Security Hub findings of high severity and above"
      pattern = {
        source      = ["aws.securityhub"]
        detail-type = ["Security Hub Findings - Imported"]
        detail = { findings = {
          Severity    = { Label = ["HIGH", "CRITICAL"] }
          Workflow    = { Status = ["NEW"] }
          RecordState = ["ACTIVE"]
          Compliance  = { Status = ["FAILED"] }
        } }
      }
    }
    weakness-found = {
      description = "Inspector findings of high severity and above"
      pattern = {
        source      = ["aws.inspector2"]
        detail-type = ["Inspector2 Finding"]
        detail      = { severity = ["HIGH", "CRITICAL"], status = ["ACTIVE"] }
      }
    }
    access-opened = {
      description = "Access Analyzer findings: something can be reached from outside the account"
      pattern = {
        source      = ["aws.access-analyzer"]
        detail-type = ["Access Analyzer Finding"]
        detail      = { status = ["ACTIVE"] }
      }
    }
    aws-disturbed = {
      description = "AWS says that a service or a resource of this account is disturbed"
      pattern = {
        source      = ["aws.health"]
        detail-type = ["AWS Health Event"]
        detail      = { eventTypeCategory = ["issue", "scheduledChange"] }
      }
    }
    backup-failed = {
      description = "Backups and copies that did not complete"
      pattern = {
        source      = ["aws.backup"]
        detail-type = ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"]
        detail      = { state = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] }
      }
    }
    rotation-failed = {
      description = "A secret's rotation failed or was given up"
      pattern = {
        source      = ["aws.secretsmanager"]
        detail-type = ["AWS Service Event via CloudTrail"]
        detail      = { eventName = ["RotationAbandoned", "RotationFailed", "TestRotationFailed"] }
      }
    }
    deployment-failed = {
      description = "ECS deployments that were rolled back or stopped"
      pattern = {
        source      = ["aws.ecs"]
        detail-type = ["ECS Deployment State Change"]
        detail      = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] }
      }
    }
    key-endangered = {
      description = "A customer key was disabled or is to be deleted"
      pattern = {
        source      = ["aws.kms"]
        detail-type = ["AWS API Call via CloudTrail"]
        detail      = { eventName = ["DisableKey", "ScheduleKeyDeletion"] }
      }
    }
  }
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.rules

  name          = "${var.name_prefix}-${each.key}"
  description   = each.value.description
  event_pattern = jsonencode(each.value.pattern)

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = aws_cloudwatch_event_rule.this

  rule      = each.value.name
  target_id = "alerts"
  arn       = var.topic_arn

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 10
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }

  depends_on = [aws_sqs_queue_policy.dead_letters]
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = local.dead_letters_name
  kms_master_key_id         = var.key_arn
  message_retention_seconds = 1209600

  tags = { Name = local.dead_letters_name }
}

data "aws_iam_policy_document" "dead_letters" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.dead_letters_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "RulesKeepWhatWasNotTaken"
    actions   = ["sqs:SendMessage"]
    resources = [local.dead_letters_arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [for purpose in keys(local.rules) : "${local.rules_arn}/${var.name_prefix}-${purpose}"]
    }
  }
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id
  policy    = data.aws_iam_policy_document.dead_letters.json
}
