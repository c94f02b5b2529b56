variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that owns the workspace."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the samples."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "log_key_arn" {
  description = "ARN of the customer key that encrypts the log group."
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

variable "retention_in_days" {
  description = "Days that samples are kept."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.retention_in_days >= 30 && var.retention_in_days <= 1095
    error_message = "retention_in_days must lie between 30 and 1095."
  }
}

variable "topic_arn" {
  description = "Topic that the alert manager tells; its policy admits Managed Prometheus."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic."
  }
}
