# The public name, in slices. Each slice goes to the primary region while its health check is well, and to the recovery
# region otherwise; the check asks the primary from outside, and reads an alarm of the recovery region. All of it is made
# beforehand: a failover and a failback change what the checks see, and no record.
data "aws_region" "current" {}

locals {
  slices = { for index, alarm in var.slice_alarm_names : tostring(index + 1) => alarm }
  # The slices' own names: api-1.trading.example.com for api.trading.example.com.
  label = split(".", var.name)[0]
  names = { for slice in keys(local.slices) : slice => "${local.label}-${slice}${trimprefix(var.name, local.label)}" }
}

resource "aws_route53_health_check" "region" {
  for_each = { primary = var.primary, recovery = var.recovery }

  type              = "HTTPS"
  fqdn              = each.value.health_host
  resource_path     = each.value.health_path
  port              = 443
  enable_sni        = true
  measure_latency   = true
  request_interval  = var.request_interval_seconds
  failure_threshold = var.failure_threshold

  tags = { Name = "${var.name_prefix}-${each.key}" }

  lifecycle {
    precondition {
      condition     = data.aws_region.current.name == "us-east-1"
      error_message = "Route 53 writes its metrics in us-east-1: hand in that provider."
    }
  }
}

# An alarm that does not know leaves the slice where it is.
resource "aws_route53_health_check" "slice" {
  for_each = local.slices

  type                            = "CLOUDWATCH_METRIC"
  cloudwatch_alarm_name           = each.value
  cloudwatch_alarm_region         = var.recovery.region
  insufficient_data_health_status = "LastKnownStatus"

  tags = { Name = "${var.name_prefix}-slice-${each.key}" }
}

resource "aws_route53_health_check" "both" {
  for_each = local.slices

  type                   = "CALCULATED"
  child_healthchecks     = [aws_route53_health_check.region["primary"].id, aws_route53_health_check.slice[each.key].id]
  child_health_threshold = 2

  tags = { Name = "${var.name_prefix}-slice-${each.key}-to-primary" }
}

resource "aws_route53_record" "primary" {
  for_each = local.slices

  zone_id         = var.zone_id
  name            = local.names[each.key]
  type            = "A"
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.both[each.key].id

  failover_routing_policy {
    type = "PRIMARY"
  }

  alias {
    name                   = var.primary.dns_name
    zone_id                = var.primary.zone_id
    evaluate_target_health = false # an API's endpoint has no health of its own; the check has
  }
}

# The last resort has no check: with nothing else to say, Route 53 sends clients there.
resource "aws_route53_record" "recovery" {
  for_each = local.slices

  zone_id        = var.zone_id
  name           = local.names[each.key]
  type           = "A"
  set_identifier = "recovery"

  failover_routing_policy {
    type = "SECONDARY"
  }

  alias {
    name                   = var.recovery.dns_name
    zone_id                = var.recovery.zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "slice" {
  for_each = local.slices

  zone_id        = var.zone_id
  name           = var.name
  type           = "A"
  set_identifier = "slice-${each.key}"

  weighted_routing_policy {
    weight = 1
  }

  alias {
    name                   = local.names[each.key]
    zone_id                = var.zone_id
    evaluate_target_health = true
  }

  depends_on = [aws_route53_record.primary, aws_route53_record.recovery]
}

# A second pair of ears, where Route 53 speaks; the failover does not wait for it.
resource "aws_cloudwatch_metric_alarm" "region" {
  for_each = aws_route53_health_check.region

  alarm_name          = "${var.name_prefix}-${each.key}-from-outside"
  alarm_description   = "Route 53's health checkers get no answer from the ${each.key} region."
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  dimensions          = { HealthCheckId = each.value.id }
  statistic           = "Minimum"
  period              = 60
  evaluation_periods  = 2
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = var.topic_arns
  ok_actions          = var.topic_arns

  tags = { Name = "${var.name_prefix}-${each.key}-from-outside" }
}
