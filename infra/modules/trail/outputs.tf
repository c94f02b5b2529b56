output "trail_arn" {
  description = "ARN of the trail."
  value       = aws_cloudtrail.this.arn
}

output "topic_arn" {
  description = "Topic that hears of each delivered log file."
  value       = aws_sns_topic.trail.arn
}

output "log_group_name" {
  description = "Log group that receives the events."
  value       = aws_cloudwatch_log_group.trail.name
}
