variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "name" {
  description = "Name of the service, of its program's container and of its part of a bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name must be 2 to 16 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that runs the service."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region in which the service runs."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "cluster_arn" {
  description = "Cluster that runs the tasks."
  type        = string
  nullable    = false
}

variable "image" {
  description = "Image of the program, with its tag."
  type        = string
  nullable    = false
}

variable "proxy_image" {
  description = "Image of the TLS proxy beside the program, with its tag."
  type        = string
  nullable    = false
}

variable "repository_arns" {
  description = "Repositories of the two images."
  type        = list(string)
  nullable    = false
}

variable "cpu" {
  description = "CPU units of a task, the proxy's 256 included."
  type        = number
  nullable    = false

  validation {
    condition     = contains([512, 1024, 2048, 4096], var.cpu)
    error_message = "cpu must be 512, 1024, 2048 or 4096."
  }
}

variable "memory" {
  description = "Memory of a task in MiB, the proxy's 256 included."
  type        = number
  nullable    = false

  validation {
    condition     = var.memory >= 1024 && var.memory % 1024 == 0 && var.memory >= 2 * var.cpu && var.memory <= min(8 * var.cpu, 30720)
    error_message = "memory must be whole GiB, two to eight times cpu, at most 30 GiB."
  }
}

variable "desired_count" {
  description = "Tasks to run at least."
  type        = number
  nullable    = false

  validation {
    condition     = var.desired_count >= 0 && var.desired_count <= 100
    error_message = "desired_count must lie between 0 and 100."
  }
}

variable "max_count" {
  description = "Tasks to run at most, under load."
  type        = number
  nullable    = false

  validation {
    condition     = var.max_count >= max(1, var.desired_count) && var.max_count <= 200
    error_message = "max_count must be desired_count or more, and at most 200."
  }
}

variable "port" {
  description = "Port on which the proxy answers the load balancer."
  type        = number
  default     = 8443
  nullable    = false
}

variable "request_timeout_seconds" {
  description = "Seconds that the proxy waits for the program's answer."
  type        = number
  default     = 15
  nullable    = false
}

variable "environment" {
  description = "Settings of the program; nothing secret belongs here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "log_group_name" {
  description = "Log group of the service."
  type        = string
  nullable    = false
}

variable "log_group_arn" {
  description = "ARN of that log group."
  type        = string
  nullable    = false
}

variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)
  nullable    = false
}

variable "load_balancer_security_group_id" {
  description = "Security group of the load balancer that may call the tasks."
  type        = string
  nullable    = false
}

variable "endpoint_security_group_id" {
  description = "Security group of the interface endpoints that the tasks call."
  type        = string
  nullable    = false
}

variable "venue_cidrs" {
  description = "Networks of trading venues that the program calls."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.venue_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "venue_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "gateway_prefix_list_ids" {
  description = "Prefix lists of the services that the tasks reach by gateway endpoints, by service."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.gateway_prefix_list_ids), "s3")
    error_message = "gateway_prefix_list_ids must hold s3: image layers come from there."
  }
}

variable "data_stores" {
  description = "Data stores that the program uses, by name: security group and port."
  type = map(object({
    security_group_id = string
    port              = number
  }))
  default  = {}
  nullable = false
}

variable "peer_data_stores" {
  description = "Data stores of the peer region that the program uses while a failback returns the traffic, by name: data subnets and port."
  type = map(object({
    cidrs = set(string)
    port  = number
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.peer_data_stores), keys(var.data_stores))) == 0
    error_message = "peer_data_stores must be of data_stores: what a program does not use here it does not use elsewhere."
  }

  validation {
    condition = alltrue(flatten([
      for store in values(var.peer_data_stores) : [
        for cidr in store.cidrs :
        can(cidrnetmask(cidr)) && can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", cidr)) && tonumber(split("/", cidr)[1]) > 16
      ]
    ]))
    error_message = "peer_data_stores must hold private IPv4 subnets, smaller than a VPC's /16."
  }
}

variable "parameter_arns" {
  description = "Parameters that the program finds in its environment, by the variable's name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "grants" {
  description = "What the program may do besides, by name: actions and the resources on which."
  type = map(object({
    actions   = set(string)
    resources = set(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue(flatten([for grant in values(var.grants) : [for action in grant.actions : !strcontains(action, "*")]]))
    error_message = "A grant names its actions; a wildcard is none."
  }

  validation {
    condition     = alltrue(flatten([for grant in values(var.grants) : [for resource in grant.resources : startswith(resource, "arn:")]]))
    error_message = "A grant names its resources by ARN."
  }
}

variable "key_services" {
  description = "AWS services, beside S3, through which the program uses the data key."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.key_services, ["kinesis", "dynamodb"])) == 0
    error_message = "key_services may hold kinesis and dynamodb."
  }
}

variable "target_group_arn" {
  description = "Target group in which the tasks register."
  type        = string
  nullable    = false
}

variable "readable_bucket_arns" {
  description = "Buckets that the program reads."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "writable_bucket_arns" {
  description = "Buckets in which the program writes below its own name."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "data_key_arn" {
  description = "ARN of the key that encrypts those buckets."
  type        = string
  nullable    = false
}
