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
  description = "AWS account of the API."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the API."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "domain_name" {
  description = "Public name of the API, one for all regions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a host name, such as api.trading.example.com."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the public name, in this region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]{36}$", var.certificate_arn))
    error_message = "certificate_arn must be the ARN of an ACM certificate."
  }
}

variable "client_authorities" {
  description = "Certificates, in PEM, of the authorities whose clients are admitted. Nothing in it is secret."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.client_authorities, "-----BEGIN CERTIFICATE-----") && !strcontains(var.client_authorities, "PRIVATE KEY")
    error_message = "client_authorities must be PEM certificates, and no private key."
  }
}

variable "truststore_bucket" {
  description = "Versioned bucket that holds those certificates for API Gateway."
  type        = string
  nullable    = false
}

variable "truststore_key_arn" {
  description = "ARN of the customer key of that bucket."
  type        = string
  nullable    = false
}

variable "client_cidrs" {
  description = "Networks of the counterparties that may call."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.client_cidrs) > 0 && alltrue([for cidr in var.client_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "client_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "health_checker_cidrs" {
  description = "Networks that may ask for the health of the region: Route 53's health checkers, as AWS publishes them under ROUTE53_HEALTHCHECKS."
  type        = set(string)
  default = [
    "15.177.0.0/18",
    "54.183.255.128/26",
    "54.228.16.0/26",
    "54.232.40.64/26",
    "54.241.32.64/26",
    "54.243.31.192/26",
    "54.244.52.192/26",
    "54.245.168.0/26",
    "54.248.220.0/26",
    "54.250.253.192/26",
    "54.251.31.128/26",
    "54.252.79.128/26",
    "54.252.254.192/26",
    "54.255.254.192/26",
    "107.23.255.0/26",
    "176.34.159.192/26",
    "177.71.207.128/26",
  ]
  nullable = false

  validation {
    condition     = length(var.health_checker_cidrs) > 0 && alltrue([for cidr in var.health_checker_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "health_checker_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "door_arn" {
  description = "Network load balancer through which the API reaches the services."
  type        = string
  nullable    = false
}

variable "waf_log_group_arn" {
  description = "Log group of the web firewall; its name begins with aws-waf-logs-."
  type        = string
  nullable    = false
}

variable "access_log_group_arn" {
  description = "Log group that receives a line for each request."
  type        = string
  nullable    = false
}

variable "ready_path" {
  description = "Path at which the services answer whether the region can write."
  type        = string
  default     = "/readyz"
  nullable    = false

  validation {
    condition     = can(regex("^/[a-z][a-z0-9-]*$", var.ready_path)) && var.ready_path != var.health_path
    error_message = "ready_path must be one segment, such as /readyz, and another than health_path."
  }
}

variable "health_path" {
  description = "Path at which the services answer for the health of the region."
  type        = string
  default     = "/healthz"
  nullable    = false

  validation {
    condition     = can(regex("^/[a-z][a-z0-9-]*$", var.health_path))
    error_message = "health_path must be one segment, such as /healthz."
  }
}

variable "timeout_milliseconds" {
  description = "How long the API waits for a service's answer."
  type        = number
  default     = 15000
  nullable    = false

  validation {
    condition     = var.timeout_milliseconds >= 50 && var.timeout_milliseconds <= 29000
    error_message = "timeout_milliseconds must lie between 50 and 29000."
  }
}

variable "throttle" {
  description = "Requests a second that the API lets through, on average and at once."
  type = object({
    rate  = number
    burst = number
  })
  default  = { rate = 2000, burst = 4000 }
  nullable = false

  validation {
    condition     = var.throttle.rate > 0 && var.throttle.rate <= 10000 && var.throttle.burst > 0 && var.throttle.burst <= 5000
    error_message = "throttle must hold a rate of at most 10000 and a burst of at most 5000, the account's own limits."
  }
}
