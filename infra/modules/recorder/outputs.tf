output "recorder_name" {
  description = "Name of the recorder, once it records."
  value       = aws_config_configuration_recorder.this.name

  depends_on = [aws_config_configuration_recorder_status.this]
}

output "rule_names" {
  description = "Rules that the recorder is judged by."
  value       = sort([for rule in aws_config_config_rule.this : rule.name])
}
