variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "role_arn" {
  description = "Service-linked role of AWS Config, made once by the account module."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex(":role/aws-service-role/config.amazonaws.com/", var.role_arn))
    error_message = "role_arn must be the service-linked role of AWS Config."
  }
}

variable "bucket_name" {
  description = "Bucket that receives history and snapshots; its policy admits AWS Config, and it has no object lock."
  type        = string
  nullable    = false
}

variable "bucket_prefix" {
  description = "Prefix under which that bucket admits AWS Config."
  type        = string
  default     = "config"
  nullable    = false
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts history and snapshots."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "retention_in_days" {
  description = "Days that AWS Config keeps the history itself."
  type        = number
  default     = 2557
  nullable    = false

  validation {
    condition     = var.retention_in_days >= 365 && var.retention_in_days <= 2557
    error_message = "retention_in_days must lie between 365 and 2557."
  }
}
