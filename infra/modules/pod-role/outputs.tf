output "arn" {
  description = "ARN of the role, once it may do what it is for."
  value       = aws_iam_role.this.arn

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy_attachment.this]
}
