variable "groups" {
  description = "Log groups by purpose: full name, and a retention where it differs from the common one."
  type = map(object({
    name              = string
    retention_in_days = optional(number)
  }))
  nullable = false

  validation {
    condition     = alltrue([for group in values(var.groups) : can(regex("^[A-Za-z0-9_./#-]{1,512}$", group.name))])
    error_message = "A log group's name holds letters, digits and the characters _ . / # - only."
  }

  validation {
    condition = alltrue([
      for group in values(var.groups) :
      contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], coalesce(group.retention_in_days, 365))
    ])
    error_message = "A retention must be one that CloudWatch Logs offers, a year or more."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the groups."
  type        = string
  nullable    = false
}

variable "retention_in_days" {
  description = "Days that log events are kept, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.retention_in_days)
    error_message = "retention_in_days must be one that CloudWatch Logs offers, a year or more."
  }
}
