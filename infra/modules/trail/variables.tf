variable "name" {
  description = "Name of the trail, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name))
    error_message = "name must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that is audited."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "bucket_name" {
  description = "Bucket that receives the trail; its policy admits this trail."
  type        = string
  nullable    = false
}

variable "trail_key_arn" {
  description = "ARN of the customer key that encrypts the trail and its topic."
  type        = string
  nullable    = false
}

variable "log_key_arn" {
  description = "ARN of the customer key that encrypts the trail's log group."
  type        = string
  nullable    = false
}

variable "retention_in_days" {
  description = "Days that the log group keeps events, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_in_days)
    error_message = "retention_in_days must be one that CloudWatch Logs offers, a year or more."
  }
}

variable "watched_bucket_arns" {
  description = "Buckets of which each read and write of an object is recorded."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "watched_table_arns" {
  description = "Tables of which each read and write of an item is recorded."
  type        = list(string)
  default     = []
  nullable    = false
}
