output "rule_names" {
  description = "Rule name by purpose."
  value       = { for purpose, rule in aws_cloudwatch_event_rule.this : purpose => rule.name }
}

output "dead_letter_queue_name" {
  description = "Queue that keeps the events that the topic did not take."
  value       = aws_sqs_queue.dead_letters.name
}

output "dead_letter_queue_arn" {
  description = "ARN of that queue."
  value       = aws_sqs_queue.dead_letters.arn
}
