variable "cluster_name" {
  description = "Cluster that gets the add-ons."
  type        = string
  nullable    = false
}

variable "account_id" {
  description = "AWS account of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "versions" {
  description = "Version by add-on, where it is not the one that EKS prefers for the cluster's version of Kubernetes."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.versions), ["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent", "amazon-cloudwatch-observability"])) == 0
    error_message = "versions may name vpc-cni, kube-proxy, coredns, eks-pod-identity-agent and amazon-cloudwatch-observability."
  }
}

variable "node_group_names" {
  description = "Node groups of the cluster; what runs as ordinary pods waits for them."
  type        = list(string)
  nullable    = false
}
