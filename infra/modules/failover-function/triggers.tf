# Who starts the function: clocks, alarms by EventBridge and by a topic, and people, who invoke it themselves.
locals {
  rules = {
    watch  = { schedule = "rate(1 minute)", input = { action = "watch", source = "schedule" } }
    mirror = { schedule = "rate(${var.mirror_minutes} minutes)", input = { action = "mirror", source = "schedule" } }
    drill  = { schedule = var.drill_schedule, input = { action = "drill", source = "schedule" } }
  }
  suspicion = "${var.name_prefix}-primary-silent"
}

resource "aws_cloudwatch_event_rule" "schedule" {
  for_each = local.rules

  name                = "${var.name_prefix}-failover-${each.key}"
  description         = "Starts ${var.function_name}: ${each.key}"
  schedule_expression = each.value.schedule

  tags = { Name = "${var.name_prefix}-failover-${each.key}" }
}

resource "aws_cloudwatch_event_rule" "suspicion" {
  name        = "${var.name_prefix}-failover-suspicion"
  description = "The primary region is silent, as the recovery region hears it"

  event_pattern = jsonencode({
    source      = ["aws.cloudwatch"]
    detail-type = ["CloudWatch Alarm State Change"]
    resources   = [aws_cloudwatch_metric_alarm.primary_silent.arn]
    detail      = { state = { value = ["ALARM"] } }
  })

  tags = { Name = "${var.name_prefix}-failover-suspicion" }
}

resource "aws_cloudwatch_event_target" "schedule" {
  for_each = aws_cloudwatch_event_rule.schedule

  rule      = each.value.name
  target_id = "function"
  arn       = aws_lambda_function.this.arn
  input     = jsonencode(local.rules[each.key].input)

  # The next minute's start is worth more than the last one's.
  retry_policy {
    maximum_event_age_in_seconds = 60
    maximum_retry_attempts       = 1
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}

resource "aws_cloudwatch_event_target" "suspicion" {
  rule      = aws_cloudwatch_event_rule.suspicion.name
  target_id = "function"
  arn       = aws_lambda_function.this.arn

  retry_policy {
    maximum_event_age_in_seconds = 600
    maximum_retry_attempts       = 10
  }

  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}

resource "aws_lambda_permission" "rules" {
  for_each = merge(
    { for name, rule in aws_cloudwatch_event_rule.schedule : name => rule.arn },
    { suspicion = aws_cloudwatch_event_rule.suspicion.arn },
  )

  statement_id   = "rule-${each.key}"
  function_name  = aws_lambda_function.this.function_name
  action         = "lambda:InvokeFunction"
  principal      = "events.amazonaws.com"
  source_arn     = each.value
  source_account = var.account_id
}

# The second way in: the alarm tells this topic too, and people and programs may.
resource "aws_sns_topic" "commands" {
  name              = "${var.name_prefix}-failover-commands"
  kms_master_key_id = var.alert_key_arn
  signature_version = 2

  tags = { Name = "${var.name_prefix}-failover-commands" }
}

data "aws_iam_policy_document" "commands" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.commands_arn]

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
    sid       = "AlarmPublishes"
    actions   = ["sns:Publish"]
    resources = [local.commands_arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:cloudwatch:${local.here}:${var.account_id}:alarm:${local.suspicion}"]
    }
  }
}

resource "aws_sns_topic_policy" "commands" {
  arn    = aws_sns_topic.commands.arn
  policy = data.aws_iam_policy_document.commands.json
}

resource "aws_sns_topic_subscription" "function" {
  topic_arn      = aws_sns_topic.commands.arn
  protocol       = "lambda"
  endpoint       = aws_lambda_function.this.arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })
}

resource "aws_lambda_permission" "commands" {
  statement_id   = "commands"
  function_name  = aws_lambda_function.this.function_name
  action         = "lambda:InvokeFunction"
  principal      = "sns.amazonaws.com"
  source_arn     = aws_sns_topic.commands.arn
  source_account = var.account_id
}

# What nobody took -----------------------------------------------------------------------------------------------------

locals {
  commands_arn      = "arn:${local.partition}:sns:${local.here}:${var.account_id}:${var.name_prefix}-failover-commands"
  dead_letters_name = "${var.name_prefix}-failover-dead-letters"
  dead_letters_arn  = "arn:${local.partition}:sqs:${local.here}:${var.account_id}:${local.dead_letters_name}"
}

resource "aws_sqs_queue" "dead_letters" {
  name                      = local.dead_letters_name
  kms_master_key_id         = var.alert_key_arn
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
    sid       = "SendersKeepWhatWasNotTaken"
    actions   = ["sqs:SendMessage"]
    resources = [local.dead_letters_arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values = concat([local.commands_arn], [
        for rule in concat(keys(local.rules), ["suspicion"]) :
        "arn:${local.partition}:events:${local.here}:${var.account_id}:rule/${var.name_prefix}-failover-${rule}"
      ])
    }
  }
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id
  policy    = data.aws_iam_policy_document.dead_letters.json
}
