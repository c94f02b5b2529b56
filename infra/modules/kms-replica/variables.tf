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
  description = "The keys to replicate, as given to the kms module."
  type = map(object({
    description = string
    services    = optional(set(string), [])
  }))
  nullable = false
}

variable "primary_key_arns" {
  description = "ARN of the multi-region primary key by purpose."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.keys), keys(var.primary_key_arns))) == 0
    error_message = "primary_key_arns must hold an ARN for every entry of keys."
  }
}
