# One graph for each kind of component and metric, with a line for each component and the threshold of its alarm.
locals {
  panels = {
    for name, signal in var.signals : "${signal.kind}: ${signal.title}" => merge(signal, { name = name })...
  }
  titles = sort(keys(local.panels))

  alarm_rows  = chunklist([for name in sort(keys(var.alarm_arns)) : var.alarm_arns[name]], 100)
  alarm_depth = 6

  alarm_widgets = [
    for index, arns in local.alarm_rows : {
      type   = "alarm"
      x      = 0
      y      = index * local.alarm_depth
      width  = 24
      height = local.alarm_depth
      properties = {
        title  = "Alarms"
        alarms = arns
      }
    }
  ]

  metric_widgets = [
    for index, title in local.titles : {
      type   = "metric"
      x      = 8 * (index % 3)
      y      = length(local.alarm_rows) * local.alarm_depth + 6 * floor(index / 3)
      width  = 8
      height = 6
      properties = {
        title  = title
        region = var.region
        view   = "timeSeries"
        stat   = local.panels[title][0].statistic
        period = local.panels[title][0].period
        metrics = [
          for signal in local.panels[title] : concat(
            [signal.namespace, signal.metric],
            flatten([for dimension, value in signal.dimensions : [dimension, value]]),
            [{ label = signal.component }],
          )
        ]
        annotations = {
          horizontal = [
            for threshold in distinct([for signal in local.panels[title] : signal.threshold]) : { value = threshold, label = "alarm" }
          ]
        }
      }
    }
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat(local.alarm_widgets, local.metric_widgets) })

  lifecycle {
    precondition {
      condition     = length(local.alarm_widgets) + length(local.metric_widgets) <= 500
      error_message = "A dashboard holds five hundred widgets at most."
    }
  }
}
