output "analyzer_arn" {
  description = "ARN of the access analyzer."
  value       = aws_accessanalyzer_analyzer.this.arn
}
