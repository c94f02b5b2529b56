variable "name_prefix" {
  description = "Start of every alias, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that owns the keys."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "keys" {
  description = "Keys by purpose: a description and the AWS services that use the key."
  type = map(object({
    description = string
    services    = optional(set(string), [])
  }))
  nullable = false

  validation {
    condition     = length(var.keys) > 0 && alltrue([for name in keys(var.keys) : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "keys needs at least one key, named in lower case."
  }
}

variable "multi_region" {
  description = "Whether the keys can be replicated into another region. It cannot be changed later."
  type        = bool
  default     = false
  nullable    = false
}

variable "rotation_period_in_days" {
  description = "Days between two rotations of the key material."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.rotation_period_in_days >= 90 && var.rotation_period_in_days <= 365
    error_message = "rotation_period_in_days must lie between 90 and 365."
  }
}
