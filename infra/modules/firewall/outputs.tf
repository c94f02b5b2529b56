output "arn" {
  description = "ARN of the firewall, once it logs."
  value       = aws_wafv2_web_acl.this.arn

  depends_on = [aws_wafv2_web_acl_logging_configuration.this]
}
