variable "name" {
  description = "Name of the node group, unique in its cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 lower-case letters, digits and hyphens."
  }
}

variable "cluster_name" {
  description = "Cluster that the nodes join."
  type        = string
  nullable    = false
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

variable "subnet_ids" {
  description = "Private subnets, one a zone; nodes of low latency use the first one alone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "subnet_ids must name a subnet."
  }
}

variable "security_group_id" {
  description = "Security group of the nodes."
  type        = string
  nullable    = false
}

variable "instance_type" {
  description = "Type of the nodes. It cannot be changed in place."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*\\.(small|medium|large|[0-9]*xlarge)$", var.instance_type))
    error_message = "instance_type must be a type of small or larger, such as t3.medium."
  }
}

variable "size" {
  description = "Nodes at least, at first, and at most. Later the autoscaler and a failover move the first two."
  type = object({
    min     = number
    desired = number
    max     = number
  })
  nullable = false

  validation {
    condition     = 0 <= var.size.min && var.size.min <= var.size.desired && var.size.desired <= var.size.max && var.size.max >= 1
    error_message = "size must hold min <= desired <= max, and a max of 1 or more."
  }
}

variable "low_latency_cores" {
  description = "Cores of a node of low latency, which stands in a cluster placement group and runs one thread a core; 0 for ordinary nodes."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.low_latency_cores >= 0 && var.low_latency_cores <= 96 && floor(var.low_latency_cores) == var.low_latency_cores
    error_message = "low_latency_cores must be a whole number between 0 and 96."
  }

  validation {
    condition     = var.low_latency_cores == 0 || contains(local.low_latency_families, split(".", var.instance_type)[0])
    error_message = "Nodes of low latency need a family that may stand in a cluster placement group: ${join(", ", local.low_latency_families)}."
  }
}

variable "patch_group" {
  description = "Value of the tag by which patching finds the nodes."
  type        = string
  default     = "platform"
  nullable    = false
}

variable "volume_size" {
  description = "Root volume of a node in GiB."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.volume_size >= 20 && var.volume_size <= 1000
    error_message = "volume_size must lie between 20 and 1000."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the volumes; its policy admits EC2 Auto Scaling."
  type        = string
  nullable    = false
}
