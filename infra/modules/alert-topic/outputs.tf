output "arn" {
  description = "ARN of the topic, once its policy admits the publishers."
  value       = aws_sns_topic.this.arn

  depends_on = [aws_sns_topic_policy.this]
}

output "name" {
  description = "Name of the topic."
  value       = aws_sns_topic.this.name
}

output "dead_letter_queue_name" {
  description = "Queue that keeps what an on-call tool did not take."
  value       = aws_sqs_queue.dead_letters.name
}
