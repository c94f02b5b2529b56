output "delivery_arns" {
  description = "Delivery stream ARN by purpose."
  value       = { for purpose, delivery in aws_kinesis_firehose_delivery_stream.this : purpose => delivery.arn }
}

output "delivery_names" {
  description = "Delivery stream name by purpose."
  value       = { for purpose, delivery in aws_kinesis_firehose_delivery_stream.this : purpose => delivery.name }
}

output "log_group_names" {
  description = "Log group of delivery errors by purpose."
  value       = { for purpose, group in aws_cloudwatch_log_group.this : purpose => group.name }
}
