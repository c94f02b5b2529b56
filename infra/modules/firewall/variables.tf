variable "name" {
  description = "Name of the firewall."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}$", var.name))
    error_message = "name must be 2 to 63 lower-case letters, digits and hyphens."
  }
}

variable "description" {
  description = "What the firewall stands before."
  type        = string
  nullable    = false
}

variable "client_address" {
  description = "Where a client's address is read for the rate limit: socket (the peer of the connection) or forwarded (X-Forwarded-For)."
  type        = string
  default     = "socket"
  nullable    = false

  validation {
    condition     = contains(["socket", "forwarded"], var.client_address)
    error_message = "client_address must be socket or forwarded."
  }
}

variable "request_limit" {
  description = "Requests that one address may send in a minute."
  type        = number
  default     = 6000
  nullable    = false

  validation {
    condition     = var.request_limit >= 100
    error_message = "request_limit must be 100 or more."
  }
}

variable "log_group_arn" {
  description = "Log group of the firewall; its name begins with aws-waf-logs-."
  type        = string
  nullable    = false
}
