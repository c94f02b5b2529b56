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
  description = "AWS account that is set up."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "unused_access_age_in_days" {
  description = "Days after which a permission that nobody used is reported."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.unused_access_age_in_days >= 1 && var.unused_access_age_in_days <= 180
    error_message = "unused_access_age_in_days must lie between 1 and 180."
  }
}
