mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-prod"
  topic_arns  = ["arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"]
  components = {
    orders  = { kind = "database", dimensions = { DBInstanceIdentifier = "trading-prod-trading" }, thresholds = { cpu = 60 } }
    market  = { kind = "stream", dimensions = { StreamName = "trading-prod-market-data" } }
    table   = { kind = "table", dimensions = { TableName = "trading-prod-orders" } }
    clients = { kind = "load-balancer", dimensions = { LoadBalancer = "app/trading-prod/50dc6c495c0c9188" } }
  }
}

run "every_alarm_of_a_kind_is_made_and_tells_the_topic" {
  command = apply

  assert {
    condition     = alltrue([for a in values(aws_cloudwatch_metric_alarm.this) : a.actions_enabled && a.alarm_actions == var.topic_arns && a.ok_actions == var.topic_arns])
    error_message = "An alarm tells nobody."
  }

  assert {
    condition     = toset([for name in keys(output.alarm_arns) : split("/", name)[1] if startswith(name, "market/")]) == toset(["reader-behind", "write-throttled", "read-throttled", "records-failed"])
    error_message = "A stream is watched for something else than the catalogue says."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["orders/cpu"].threshold == 60 && aws_cloudwatch_metric_alarm.this["orders/free-storage"].comparison_operator == "LessThanThreshold"
    error_message = "A threshold is not the one that was asked for."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["clients/latency"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["clients/latency"].statistic == null
    error_message = "A percentile is asked for as a statistic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["table/put-errors"].dimensions == tomap({ TableName = "trading-prod-orders", Operation = "PutItem" })
    error_message = "DynamoDB reports errors by operation."
  }
}

run "one_alarm_says_that_the_region_cannot_serve" {
  command = apply

  assert {
    condition     = aws_cloudwatch_composite_alarm.region_impaired[0].alarm_rule == join(" OR ", [for name in ["clients-errors", "market-write-throttled", "orders-silent", "orders-write-latency", "table-put-errors", "table-write-throttled"] : "ALARM(\"trading-prod-${name}\")"])
    error_message = "Something else impairs the region than the catalogue says."
  }
}

run "a_component_that_impairs_nothing_makes_no_alarm_of_the_region" {
  command = plan

  variables {
    components = { vault = { kind = "vault", dimensions = { BackupVaultName = "trading-prod-vault" } } }
  }

  assert {
    condition     = length(aws_cloudwatch_composite_alarm.region_impaired) == 0
    error_message = "There is nothing to join."
  }
}

run "the_api_s_door_a_certificate_a_function_and_a_rule_have_their_alarms" {
  command = apply

  variables {
    components = {
      api-door    = { kind = "network-load-balancer", dimensions = { LoadBalancer = "net/trading-prod-api-door/50dc6c495c0c9188" } }
      certificate = { kind = "certificate", dimensions = { CertificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10" } }
      rotation    = { kind = "function", dimensions = { FunctionName = "trading-prod-trading-rotation" } }
      rule        = { kind = "event-rule", dimensions = { RuleName = "trading-prod-rotation-failed" } }
    }
  }

  assert {
    condition = { for name, a in aws_cloudwatch_metric_alarm.this : name => "${a.namespace} ${a.metric_name} ${a.statistic} ${a.comparison_operator} ${a.threshold} ${a.treat_missing_data}" } == {
      "api-door/blocked"        = "AWS/NetworkELB SecurityGroupBlockedFlowCount_Outbound_TCP Sum GreaterThanThreshold 0 notBreaching"
      "api-door/ports"          = "AWS/NetworkELB PortAllocationErrorCount Sum GreaterThanThreshold 0 notBreaching"
      "api-door/rejected"       = "AWS/NetworkELB RejectedFlowCount_TCP Sum GreaterThanThreshold 0 notBreaching"
      "api-door/silent"         = "AWS/NetworkELB ProcessedPackets SampleCount LessThanThreshold 1 breaching"
      "api-door/unhealthy"      = "AWS/NetworkELB ZonalHealthStatus Maximum LessThanThreshold 1 notBreaching"
      "api-door/zone-unhealthy" = "AWS/NetworkELB ZonalHealthStatus Minimum LessThanThreshold 1 notBreaching"
      "certificate/expiry"      = "AWS/CertificateManager DaysToExpiry Minimum LessThanThreshold 30 breaching"
      "rotation/dropped"        = "AWS/Lambda AsyncEventsDropped Sum GreaterThanThreshold 0 notBreaching"
      "rotation/errors"         = "AWS/Lambda Errors Sum GreaterThanThreshold 0 notBreaching"
      "rotation/throttled"      = "AWS/Lambda Throttles Sum GreaterThanThreshold 0 notBreaching"
      "rule/lost"               = "AWS/Events InvocationsFailedToBeSentToDlq Sum GreaterThanThreshold 0 notBreaching"
    }
    error_message = "Something else is watched than what CloudWatch can say of them."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.region_impaired[0].alarm_rule == "ALARM(\"trading-prod-api-door-blocked\") OR ALARM(\"trading-prod-api-door-unhealthy\")"
    error_message = "A door through which nobody comes does not impair the region."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["certificate/expiry"].period == 86400
    error_message = "A certificate is reported twice a day: a shorter period would find nothing most of the time."
  }
}

run "a_network_load_balancer_is_not_watched_as_an_application_s" {
  command = plan

  variables {
    components = { api-door = { kind = "network-load-balancer", dimensions = { LoadBalancer = "net/door/50dc6c495c0c9188", TargetGroup = "targetgroup/door/73e2d6bc24d8a067" } } }
  }

  expect_failures = [output.alarm_arns]
}

run "a_kind_that_the_catalogue_does_not_know_is_refused" {
  command = plan

  variables {
    components = { orders = { kind = "mainframe", dimensions = {} } }
  }

  expect_failures = [output.alarm_arns]
}

run "a_component_with_other_dimensions_is_refused" {
  command = plan

  variables {
    components = { orders = { kind = "table", dimensions = { Table = "orders" } } }
  }

  expect_failures = [output.alarm_arns]
}

run "a_threshold_of_no_alarm_is_refused" {
  command = plan

  variables {
    components = { orders = { kind = "table", dimensions = { TableName = "orders" }, thresholds = { cpu = 5 } } }
  }

  expect_failures = [output.alarm_arns]
}

run "alarms_that_nobody_hears_are_refused" {
  command = plan

  variables {
    topic_arns = []
  }

  expect_failures = [var.topic_arns]
}
