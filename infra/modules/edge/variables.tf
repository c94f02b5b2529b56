variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,13}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 14 lower-case letters, digits and hyphens: target groups have short names."
  }
}

variable "vpc_id" {
  description = "VPC of the load balancer."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets, one a zone."
  type        = list(string)
  nullable    = false
}

variable "service_cidrs" {
  description = "Private networks in which the services run."
  type        = list(string)
  nullable    = false
}

variable "service_port" {
  description = "Port on which services answer."
  type        = number
  default     = 8443
  nullable    = false
}

variable "internal_cidrs" {
  description = "Networks joined to the VPC by the transit gateway that may call."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.internal_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "internal_cidrs must hold IPv4 networks of /16 or smaller."
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

variable "services" {
  description = "Services behind the load balancer: order of the rule, path patterns, health check's path."
  type = map(object({
    priority      = number
    path_patterns = list(string)
    health_path   = optional(string, "/healthz")
  }))
  nullable = false

  validation {
    condition     = length(distinct([for service in values(var.services) : service.priority])) == length(var.services)
    error_message = "Each service needs a priority of its own."
  }

  validation {
    condition     = alltrue([for service in values(var.services) : service.priority > 1])
    error_message = "Priority 1 belongs to the health of the region."
  }

  validation {
    condition     = alltrue([for name in keys(var.services) : can(regex("^[a-z][a-z0-9-]{1,15}$", name))])
    error_message = "A service's name must be 2 to 16 lower-case letters, digits and hyphens."
  }
}

variable "log_bucket" {
  description = "Bucket that receives access and connection logs."
  type        = string
  nullable    = false
}

variable "log_prefix" {
  description = "Prefix under which that bucket admits the load balancer's logs."
  type        = string
  nullable    = false
}

variable "waf_log_group_arn" {
  description = "Log group of the web firewall; its name begins with aws-waf-logs-."
  type        = string
  nullable    = false
}

variable "protected" {
  description = "Whether the load balancers refuse to be deleted."
  type        = bool
  default     = true
  nullable    = false
}

variable "health_service" {
  description = "Service that answers for the health of the region."
  type        = string
  nullable    = false

  validation {
    condition     = contains(keys(var.services), var.health_service)
    error_message = "health_service must be one of services."
  }
}

variable "ready_path" {
  description = "Path at which that service answers whether it can write."
  type        = string
  default     = "/readyz"
  nullable    = false

  validation {
    condition     = can(regex("^/[a-z][a-z0-9-]*$", var.ready_path))
    error_message = "ready_path must be one segment, such as /readyz."
  }
}
