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
  description = "AWS account of the zone."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "zone_name" {
  description = "Domain of the platform, delegated to the zone by its parent."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.zone_name))
    error_message = "zone_name must be a domain without a final dot, such as trading.example.com."
  }
}

variable "log_key_arn" {
  description = "ARN of the customer key, in us-east-1, that encrypts the query log."
  type        = string
  nullable    = false
}

variable "aliases" {
  description = "Names of one place each, by their part before the domain: DNS name and hosted zone of the place. Names that fail over are made elsewhere."
  type = map(object({
    dns_name = string
    zone_id  = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.aliases) : can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", name))])
    error_message = "An alias is named by one label, such as api."
  }
}
