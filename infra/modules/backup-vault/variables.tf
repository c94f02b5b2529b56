variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the recovery points, in this region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "min_retention_in_days" {
  description = "Days that a recovery point is locked, whoever asks."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.min_retention_in_days >= 1 && var.min_retention_in_days <= var.max_retention_in_days
    error_message = "min_retention_in_days must lie between 1 and max_retention_in_days."
  }
}

variable "max_retention_in_days" {
  description = "Days beyond which no recovery point may be kept."
  type        = number
  default     = 2557
  nullable    = false
}

variable "topic_arn" {
  description = "Topic that hears of failed backups, copies and restores."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic."
  }
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
