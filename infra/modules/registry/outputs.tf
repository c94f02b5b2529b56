output "repository_urls" {
  description = "Address of each repository, to which an image tag is added; known before the repository exists."
  value = {
    for name, repository in aws_ecr_repository.this :
    name => "${var.account_id}.dkr.ecr.${var.region}.amazonaws.com/${repository.name}"
  }
}

output "repository_arns" {
  description = "ARN of each repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}
