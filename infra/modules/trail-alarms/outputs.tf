output "alarm_names" {
  description = "Alarm name by kind of event."
  value       = { for event, alarm in aws_cloudwatch_metric_alarm.this : event => alarm.alarm_name }
}

output "metric_namespace" {
  description = "Namespace of the metrics."
  value       = local.namespace
}
