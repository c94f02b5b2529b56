output "arn" {
  description = "ARN of the secret, once its policy stands."
  value       = aws_secretsmanager_secret.this.arn

  depends_on = [aws_secretsmanager_secret_policy.this]
}

output "name" {
  description = "Name of the secret; its replica has the same."
  value       = aws_secretsmanager_secret.this.name
}
