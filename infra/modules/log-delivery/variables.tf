variable "name_prefix" {
  description = "Start of the bucket's name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that owns the bucket and the resources that log into it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "retention_in_days" {
  description = "Days that access logs are kept, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = var.retention_in_days >= 365
    error_message = "retention_in_days must be 365 or more."
  }
}

variable "protected" {
  description = "Whether Terraform refuses to delete the bucket while it holds logs."
  type        = bool
  default     = true
  nullable    = false
}
