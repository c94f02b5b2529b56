variable "account_id" {
  description = "AWS account that owns the registries."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "destination_region" {
  description = "Region into which images are copied as they are pushed."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.destination_region))
    error_message = "destination_region must be the name of a region."
  }
}

variable "repository_prefix" {
  description = "Start of the names of the repositories whose images are copied."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}/?$", var.repository_prefix))
    error_message = "repository_prefix must be the name prefix of the platform."
  }
}
