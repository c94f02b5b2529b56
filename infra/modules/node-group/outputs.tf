output "name" {
  description = "Name of the node group."
  value       = aws_eks_node_group.this.node_group_name
}

output "arn" {
  description = "ARN of the node group."
  value       = aws_eks_node_group.this.arn
}

output "size" {
  description = "Nodes at least, at first, and at most, as configured."
  value       = var.size
}

output "role_arn" {
  description = "Role of the nodes."
  value       = aws_iam_role.this.arn
}

output "autoscaling_group_name" {
  description = "Auto Scaling group behind the node group; EKS names it."
  value       = aws_eks_node_group.this.resources[0].autoscaling_groups[0].name
}
