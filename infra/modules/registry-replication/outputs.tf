output "destination_region" {
  description = "Region that holds the copies."
  value       = var.destination_region

  depends_on = [aws_ecr_replication_configuration.this]
}
