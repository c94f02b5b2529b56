output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "commands_topic_arn" {
  description = "Topic that takes commands and alarms for the function."
  value       = aws_sns_topic.commands.arn
}

output "slice_alarm_names" {
  description = "Alarms that withhold the slices of the traffic from the primary region, slice by slice."
  value       = aws_cloudwatch_metric_alarm.slice[*].alarm_name
}

output "state_table" {
  description = "Table of the function's state."
  value       = aws_dynamodb_table.state.name
}

output "audit_table" {
  description = "Table of the history of all runs."
  value       = aws_dynamodb_table.audit.name
}

output "dead_letter_queue_name" {
  description = "Queue of the commands and alarms that were not taken."
  value       = aws_sqs_queue.dead_letters.name
}
