output "secret_arn" {
  description = "ARN of the secret, once it holds the password."
  value       = aws_secretsmanager_secret.this.arn

  depends_on = [aws_secretsmanager_secret_version.this]
}

output "secret_name" {
  description = "Name of the secret; its replica has the same."
  value       = aws_secretsmanager_secret.this.name
}

output "rotation_function_name" {
  description = "Name of the function that changes the password."
  value       = local.function_name
}

output "rotation_security_group_id" {
  description = "Security group of the rotation, which the database must admit."
  value       = aws_security_group.rotation.id
}
