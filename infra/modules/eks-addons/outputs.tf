output "cluster_name" {
  description = "Name of the cluster, once nodes can become ready in it: node groups take it from here."
  value       = var.cluster_name

  depends_on = [aws_eks_addon.daemon]
}
