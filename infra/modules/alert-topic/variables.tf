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
  description = "AWS account whose services publish."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "name" {
  description = "Name of the topic in its platform."
  type        = string
  default     = "alerts"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "name must be 2 to 31 lower-case letters, digits and hyphens."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the topic; its policy admits the services that publish."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "email_addresses" {
  description = "Addresses that receive the alerts; each must confirm once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.email_addresses : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", address))])
    error_message = "email_addresses must hold addresses."
  }
}

variable "https_endpoints" {
  description = "Addresses of on-call tools that receive the alerts."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for endpoint in var.https_endpoints : startswith(endpoint, "https://")])
    error_message = "https_endpoints must begin with https://."
  }
}
