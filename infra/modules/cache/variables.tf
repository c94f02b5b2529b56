variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "name" {
  description = "Name of the cache in its platform."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,15}$", var.name))
    error_message = "name must be 2 to 16 lower-case letters and digits."
  }

  validation {
    condition     = length("${var.name_prefix}-${var.name}-services") <= 40
    error_message = "ElastiCache has room for 40 characters in a user's id: name_prefix and name may have 30 together."
  }
}

variable "engine_version" {
  description = "Version of Valkey."
  type        = string
  default     = "8.0"
  nullable    = false

  validation {
    condition     = contains(["7.2", "8.0"], var.engine_version)
    error_message = "engine_version must be 7.2 or 8.0."
  }
}

variable "node_type" {
  description = "Type of each node."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must be the name of a type, such as cache.r7g.large."
  }
}

variable "replicas" {
  description = "Replicas beside the primary node, in other zones."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && var.replicas <= 5
    error_message = "replicas must lie between 1 and 5: without one there is nothing to fail over to."
  }
}

variable "vpc_id" {
  description = "VPC of those subnets."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Data subnets, one in each of three zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 3
    error_message = "subnet_ids must hold a subnet in each of three zones."
  }
}

variable "client_security_groups" {
  description = "Security groups that may connect to the cache, by the name of the client."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the data at rest."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "log_key_arn" {
  description = "ARN of the customer key that encrypts the log groups."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.log_key_arn))
    error_message = "log_key_arn must be the ARN of a KMS key."
  }
}

variable "log_retention_in_days" {
  description = "Days that the log groups keep events, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one that CloudWatch Logs offers, a year or more."
  }
}

variable "maintenance_window" {
  description = "Weekly maintenance window, UTC, while the markets are closed."
  type        = string
  default     = "sat:08:00-sat:10:00"
  nullable    = false
}

variable "snapshot_retention_in_days" {
  description = "Days that daily snapshots are kept."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.snapshot_retention_in_days >= 1 && var.snapshot_retention_in_days <= 35
    error_message = "snapshot_retention_in_days must lie between 1 and 35."
  }
}

variable "topic_arn" {
  description = "Topic that hears of failovers and maintenance."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic."
  }
}
