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
  description = "AWS account that owns the deliveries."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "deliveries" {
  description = "Deliveries by purpose: stream that is read, bucket that is written, and when a buffer is written out."
  type = map(object({
    stream_arn                 = string
    bucket_arn                 = string
    buffering_interval_seconds = optional(number, 60)
    buffering_size_mib         = optional(number, 64)
  }))
  nullable = false

  validation {
    condition     = length(var.deliveries) > 0 && alltrue([for purpose in keys(var.deliveries) : can(regex("^[a-z][a-z0-9-]{1,30}$", purpose))])
    error_message = "A delivery's purpose must be 2 to 31 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for delivery in values(var.deliveries) : delivery.buffering_interval_seconds >= 60 && delivery.buffering_interval_seconds <= 900])
    error_message = "buffering_interval_seconds must lie between 60 and 900: records that were not written out are lost to the other region."
  }

  validation {
    condition     = alltrue([for delivery in values(var.deliveries) : delivery.buffering_size_mib >= 1 && delivery.buffering_size_mib <= 128])
    error_message = "buffering_size_mib must lie between 1 and 128."
  }
}

variable "stream_key_arn" {
  description = "ARN of the customer key that encrypts the streams."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.stream_key_arn))
    error_message = "stream_key_arn must be the ARN of a KMS key."
  }
}

variable "bucket_key_arn" {
  description = "ARN of the customer key that encrypts the delivered objects."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.bucket_key_arn))
    error_message = "bucket_key_arn must be the ARN of a KMS key."
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
