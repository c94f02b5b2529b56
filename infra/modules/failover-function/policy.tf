# What the function may do: in both regions, to the groups, services and databases that it is told of by name.
locals {
  sides = { primary = var.primary, recovery = var.recovery }

  groups_arns = {
    for side, region in local.sides : side => [
      for group in concat(keys(var.node_groups), side == "recovery" ? [var.pilot_group] : []) :
      "arn:${local.partition}:eks:${region.region}:${var.account_id}:nodegroup/${region.kubernetes}/${group}/*"
    ]
  }

  service_arns = flatten([
    for region in values(local.sides) : [
      for service in keys(var.services) : "arn:${local.partition}:ecs:${region.region}:${var.account_id}:service/${region.cluster}/${service}"
    ]
  ])

  database_arns = [for region in values(local.sides) : region.database.arn]
  secret_arns = {
    for side, region in local.sides : side => "arn:${local.partition}:secretsmanager:${region.region}:${var.account_id}:secret:${var.secret_name}-??????"
  }

  # What a replica is made with, beside its source: RDS asks for the action on each, the option group too.
  replica_arns = flatten([
    for region in values(local.sides) : [
      "arn:${local.partition}:rds:${region.region}:${var.account_id}:subgrp:${region.database.subnet_group}",
      "arn:${local.partition}:rds:${region.region}:${var.account_id}:pg:${region.database.parameter_group}",
      "arn:${local.partition}:rds:${region.region}:${var.account_id}:og:${region.database.option_group}",
    ]
  ])

  health_arns = [
    for region in values(local.sides) :
    "arn:${local.partition}:execute-api:${region.region}:${var.account_id}:${split(".", trimprefix(region.health_url, "https://"))[0]}/*/GET/probe/*"
  ]

  statements = {
    WriteLog = {
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = ["${module.logs.group_arns["function"]}:log-stream:*"]
    }
    KeepState = {
      actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      resources = [aws_dynamodb_table.state.arn]
    }
    AddToAudit = {
      actions   = ["dynamodb:PutItem"]
      resources = [aws_dynamodb_table.audit.arn]
    }
    KeepWhatFailed = {
      actions   = ["sqs:SendMessage"]
      resources = [local.dead_letters_arn]
    }
    TellPeople = {
      actions   = ["sns:Publish"]
      resources = [var.alert_topic_arn]
    }
    ScaleNodes = {
      actions   = ["eks:DescribeNodegroup", "eks:UpdateNodegroupConfig"]
      resources = concat(local.groups_arns["primary"], local.groups_arns["recovery"])
    }
    ScaleTasks = {
      actions   = ["ecs:DescribeServices", "ecs:UpdateService"]
      resources = local.service_arns
    }
    ChangeWriter = {
      actions   = ["rds:AddTagsToResource", "rds:CreateDBInstanceReadReplica", "rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:PromoteReadReplica"]
      resources = local.database_arns
    }
    MakeReplica = {
      actions   = ["rds:CreateDBInstanceReadReplica"]
      resources = local.replica_arns
    }
    FollowSecret = {
      actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
      resources = values(local.secret_arns)
    }
    ReplicateSecret = {
      actions   = ["secretsmanager:ReplicateSecretToRegions"]
      resources = [local.secret_arns["primary"]]
    }
    FreeSecret = {
      actions   = ["secretsmanager:StopReplicationToReplica"]
      resources = [local.secret_arns["recovery"]]
    }
    PointServices = {
      actions   = ["ssm:GetParameter", "ssm:PutParameter"]
      resources = ["arn:${local.partition}:ssm:${local.here}:${var.account_id}:parameter${var.host_parameter}"]
    }
    AskForHealth = {
      actions   = ["execute-api:Invoke"]
      resources = local.health_arns
    }
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.function_arn]
    }
  }
}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = local.statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }

  statement {
    sid       = "TellPrograms"
    actions   = ["events:PutEvents"]
    resources = ["arn:${local.partition}:events:${local.here}:${var.account_id}:event-bus/default"]

    condition {
      test     = "StringEquals"
      variable = "events:source"
      values   = [local.event_source]
    }
  }

  statement {
    sid       = "TellMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"] # the action knows no resource

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.namespace]
    }
  }

  statement {
    sid       = "MoveBounds"
    actions   = ["application-autoscaling:RegisterScalableTarget"]
    resources = [for region in values(local.sides) : "arn:${local.partition}:application-autoscaling:${region.region}:${var.account_id}:scalable-target/*"]

    condition {
      test     = "StringEquals"
      variable = "application-autoscaling:service-namespace"
      values   = ["ecs"]
    }
  }

  # Actions that know no resource, and change nothing.
  statement {
    sid = "Look"
    actions = [
      "application-autoscaling:DescribeScalableTargets",
      "autoscaling:DescribeAutoScalingGroups",
      "cloudwatch:GetMetricStatistics",
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]
    resources = ["*"]
  }

  statement {
    sid       = "MonitorReplica"
    actions   = ["iam:PassRole"]
    resources = [for region in values(local.sides) : region.database.monitoring_role_arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["monitoring.rds.amazonaws.com"]
    }
  }

  statement {
    sid       = "UseDataKeys"
    actions   = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [for region in values(local.sides) : region.data_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values = concat(
        ["secretsmanager.${var.primary.region}.amazonaws.com"],
        [for service in ["dynamodb", "lambda", "secretsmanager", "ssm"] : "${service}.${local.here}.amazonaws.com"],
      )
    }
  }

  statement {
    sid       = "UseAlertKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.alert_key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for service in ["sns", "sqs"] : "${service}.${local.here}.amazonaws.com"]
    }
  }

  statement {
    sid       = "DescribeReplicaKeys"
    actions   = ["kms:DescribeKey"]
    resources = [for region in values(local.sides) : region.database.key_arn]
  }

  statement {
    sid       = "EncryptReplica"
    actions   = ["kms:CreateGrant"]
    resources = [for region in values(local.sides) : region.database.key_arn]

    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = [for region in values(local.sides) : "rds.${region.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.function_name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "this" {
  name   = "fail-over-and-back"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}
