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
  description = "AWS account of the parameters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the parameters."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "values" {
  description = "What programs find by a name that is the same in every region: values by name. Nothing secret: Terraform's state holds them."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.values) : can(regex("^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)*$", name))])
    error_message = "A parameter is named in lower case, such as database/host."
  }
}

variable "initial_values" {
  description = "Parameters that somebody else changes once they are made, such as the host of a database that fails over: first values by name. Nothing secret either."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.initial_values) : can(regex("^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)*$", name))])
    error_message = "A parameter is named in lower case, such as database/host."
  }

  validation {
    condition     = length(setintersection(keys(var.initial_values), keys(var.values))) == 0
    error_message = "A parameter is kept by Terraform or by somebody else, not by both."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the parameters."
  type        = string
  nullable    = false
}
