output "stream_arns" {
  description = "Stream ARN by purpose."
  value       = { for purpose, stream in aws_kinesis_stream.this : purpose => stream.arn }
}

output "stream_names" {
  description = "Stream name by purpose."
  value       = { for purpose, stream in aws_kinesis_stream.this : purpose => stream.name }
}

output "consumer_arns" {
  description = "Consumer ARN by stream and name, such as orders/risk."
  value       = { for name, consumer in aws_kinesis_stream_consumer.this : name => consumer.arn }
}
