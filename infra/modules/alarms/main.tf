locals {
  unknown_kinds = sort(distinct([for component in values(var.components) : component.kind if !contains(keys(local.catalogue), component.kind)]))

  unfit_components = sort([
    for name, component in var.components : name
    if contains(keys(local.catalogue), component.kind) && (
      toset(keys(component.dimensions)) != toset(try(local.catalogue[component.kind].dimensions, [])) ||
      length(setsubtract(keys(component.thresholds), keys(try(local.catalogue[component.kind].alarms, {})))) > 0
    )
  ])

  alarms = merge([
    for name, component in var.components : {
      for alarm, entry in try(local.catalogue[component.kind].alarms, {}) : "${name}/${alarm}" => merge(local.usual, entry, {
        component  = name
        kind       = component.kind
        namespace  = local.catalogue[component.kind].namespace
        dimensions = merge(component.dimensions, lookup(entry, "also", {}))
        threshold  = lookup(component.thresholds, alarm, entry.threshold)
      })
    }
  ]...)

  impairing = sort([for name, alarm in local.alarms : name if alarm.impairs])
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name_prefix}-${replace(each.key, "/", "-")}"
  alarm_description   = "${each.value.title}: ${each.value.component} (${each.value.kind})"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = each.value.below ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = each.value.periods
  treat_missing_data  = each.value.missing
  actions_enabled     = true
  alarm_actions       = var.topic_arns
  ok_actions          = var.topic_arns

  tags = {
    Name      = "${var.name_prefix}-${replace(each.key, "/", "-")}"
    Component = each.value.component
  }
}

# One word for "this region is not well", which the failover's rules can listen to. CloudWatch joins up to a hundred.
resource "aws_cloudwatch_composite_alarm" "region_impaired" {
  count = length(local.impairing) > 0 ? 1 : 0

  alarm_name        = "${var.name_prefix}-region-impaired"
  alarm_description = var.region_impaired_description
  alarm_rule        = join(" OR ", [for name in local.impairing : "ALARM(\"${aws_cloudwatch_metric_alarm.this[name].alarm_name}\")"])
  actions_enabled   = true
  alarm_actions     = var.topic_arns
  ok_actions        = var.topic_arns

  tags = { Name = "${var.name_prefix}-region-impaired" }

  lifecycle {
    precondition {
      condition     = length(local.impairing) <= 100
      error_message = "A composite alarm joins a hundred alarms at most; ${length(local.impairing)} impair this region."
    }
  }
}
