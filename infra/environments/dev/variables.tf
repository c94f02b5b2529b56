variable "project_name" {
  description = "Name of the platform; it starts every resource's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,8}$", var.project_name))
    error_message = "project_name must be 2 to 9 lower-case letters and digits."
  }
}

variable "environment" {
  description = "Name of the environment; it follows the project's in every name."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment must be dev or prod."
  }
}

variable "account_id" {
  description = "AWS account into which this root deploys."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "zones" {
  description = "Three availability zones of the region."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for zone in var.zones : startswith(zone, var.region)])
    error_message = "zones must lie in region."
  }
}

variable "cidr" {
  description = "Address space of the VPC, a private /16."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && endswith(var.cidr, "/16")
    error_message = "cidr must be an IPv4 /16."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the public name, in the same region."
  type        = string
  nullable    = false
}

variable "services" {
  description = "Services by name: image, size, number of tasks, listener rule, buckets read and written, venues called, settings."
  type = map(object({
    image_tag     = string
    cpu           = number
    memory        = number
    desired_count = number
    priority      = number
    path_patterns = list(string)
    reads         = optional(set(string), [])
    writes        = optional(set(string), [])
    venue_cidrs   = optional(set(string), [])
    environment   = optional(map(string), {})
  }))
  nullable = false
}

variable "client_cidrs" {
  description = "Networks of the counterparties that may call the services."
  type        = set(string)
  nullable    = false

  validation {
    condition     = !contains(var.client_cidrs, "0.0.0.0/0")
    error_message = "client_cidrs names counterparties; the whole internet is none."
  }
}

variable "buckets" {
  description = "Data buckets by purpose: days until archive and until expiry, days of object lock."
  type = map(object({
    archive_after_days = optional(number)
    expire_after_days  = number
    object_lock_days   = optional(number, 0)
  }))
  nullable = false
}

variable "proxy_image_tag" {
  description = "Version of the TLS proxy's image."
  type        = string
  nullable    = false
}
