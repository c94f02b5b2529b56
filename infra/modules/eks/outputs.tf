output "name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "endpoint" {
  description = "Address of the API server, private."
  value       = aws_eks_cluster.this.endpoint
}

output "certificate_authority" {
  description = "Certificate of the API server's authority, base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "api_security_group_id" {
  description = "Security group of the API server."
  value       = aws_security_group.api.id
}

output "node_security_group_id" {
  description = "Security group of the nodes and their pods."
  value       = aws_security_group.nodes.id
}

output "oidc_provider_arn" {
  description = "Identity provider of the cluster's service accounts."
  value       = aws_iam_openid_connect_provider.this.arn
}

output "oidc_issuer" {
  description = "Issuer of those identities, without its scheme, as conditions of trust policies name it."
  value       = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")
}
