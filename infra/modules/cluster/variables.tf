variable "name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}$", var.name))
    error_message = "name must be 2 to 63 lower-case letters, digits and hyphens."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts interactive sessions."
  type        = string
  nullable    = false
}

variable "exec_log_group_name" {
  description = "Log group that records interactive sessions."
  type        = string
  nullable    = false
}
