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
  description = "AWS account whose instances are patched."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "patch_group" {
  description = "Value of the tag PatchGroup; instances that carry it are patched."
  type        = string
  default     = "platform"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.patch_group))
    error_message = "patch_group must be 2 to 31 lower-case letters, digits and hyphens."
  }
}

variable "approve_after_days" {
  description = "Days after which a security patch is approved."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.approve_after_days >= 0 && var.approve_after_days <= 14
    error_message = "approve_after_days must lie between 0 and 14."
  }
}

variable "scan_schedule" {
  description = "When instances are asked what they lack, UTC."
  type        = string
  default     = "cron(0 5 ? * * *)"
  nullable    = false
}

variable "install_schedule" {
  description = "When patches are installed, UTC: while the markets are closed."
  type        = string
  default     = "cron(0 8 ? * SAT *)"
  nullable    = false
}

variable "max_concurrency" {
  description = "Share of the instances that is patched at the same time."
  type        = string
  default     = "25%"
  nullable    = false

  validation {
    condition     = can(regex("^([1-9]|[1-4][0-9]|50)%$", var.max_concurrency))
    error_message = "max_concurrency must be a share of up to 50%."
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
  description = "Days that the log group keeps the output, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one that CloudWatch Logs offers, a year or more."
  }
}

variable "topic_arn" {
  description = "Topic that hears of patching that failed."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic."
  }
}
