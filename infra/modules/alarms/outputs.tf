output "alarm_arns" {
  description = "Alarm ARN by component and alarm, such as orders/free-storage."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }

  # Watched means watched: a component that the catalogue does not understand stops the plan.
  precondition {
    condition     = length(local.unknown_kinds) == 0
    error_message = "The catalogue knows no such kinds: ${join(", ", local.unknown_kinds)}. It knows ${join(", ", keys(local.catalogue))}."
  }

  precondition {
    condition     = length(local.unfit_components) == 0
    error_message = "These components have other dimensions or thresholds than their kind asks for: ${join(", ", local.unfit_components)}."
  }
}

output "alarm_names" {
  description = "Alarm name by component and alarm."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.alarm_name }
}

output "region_impaired_alarm_name" {
  description = "Composite alarm that is on while any alarm that impairs the region is."
  value       = one(aws_cloudwatch_composite_alarm.region_impaired[*].alarm_name)
}

output "region_impaired_alarm_arn" {
  description = "ARN of that alarm."
  value       = one(aws_cloudwatch_composite_alarm.region_impaired[*].arn)
}

output "kinds" {
  description = "Kinds of components that the catalogue knows, each with the dimensions that it asks for."
  value       = { for kind, entry in local.catalogue : kind => entry.dimensions }
}

output "signals" {
  description = "What is watched, for a dashboard: metric, dimensions, statistic, period, number of periods and threshold by component and alarm."
  value = {
    for name, alarm in local.alarms : name => {
      component  = alarm.component
      kind       = alarm.kind
      title      = alarm.title
      namespace  = alarm.namespace
      metric     = alarm.metric
      dimensions = alarm.dimensions
      statistic  = alarm.statistic
      period     = alarm.period
      periods    = alarm.periods
      threshold  = alarm.threshold
    }
  }
}
