variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "cluster_arn" {
  description = "Kubernetes cluster that is read."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:eks:[a-z0-9-]+:[0-9]{12}:cluster/.+$", var.cluster_arn))
    error_message = "cluster_arn must be the ARN of a cluster."
  }
}

variable "workspace_arn" {
  description = "Workspace that receives the samples."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:aps:[a-z0-9-]+:[0-9]{12}:workspace/.+$", var.workspace_arn))
    error_message = "workspace_arn must be the ARN of a workspace."
  }
}

variable "vpc_id" {
  description = "VPC of the cluster."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets from which the cluster is reached."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must hold subnets of two zones or more."
  }
}

variable "api_security_group_id" {
  description = "Security group of the cluster's API server, which must admit the collector."
  type        = string
  nullable    = false
}

variable "node_security_group_id" {
  description = "Security group of the nodes, which must admit the collector."
  type        = string
  nullable    = false
}

variable "endpoint_security_group_id" {
  description = "Security group of the interface endpoints, through which the samples leave."
  type        = string
  nullable    = false
}

variable "node_port_ranges" {
  description = "Ports of the nodes and pods that are read, by what answers there."
  type = map(object({
    from = number
    to   = number
  }))
  default = {
    kubelet = { from = 10250, to = 10250 }
    metrics = { from = 8080, to = 9999 }
  }
  nullable = false
}

variable "scrape_interval" {
  description = "Time between two readings."
  type        = string
  default     = "30s"
  nullable    = false

  validation {
    condition     = can(regex("^[1-9][0-9]?s$", var.scrape_interval))
    error_message = "scrape_interval must be 1s to 99s."
  }
}
