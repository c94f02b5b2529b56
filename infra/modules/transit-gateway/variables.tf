variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "amazon_side_asn" {
  description = "Private autonomous system number of the gateway; two gateways that are peered need two numbers."
  type        = number
  nullable    = false

  validation {
    condition     = var.amazon_side_asn >= 64512 && var.amazon_side_asn <= 65534
    error_message = "amazon_side_asn must lie between 64512 and 65534."
  }
}

variable "vpc_id" {
  description = "VPC to join."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Transit subnets of the VPC, one a zone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "subnet_ids must name a subnet in each of three zones."
  }
}

variable "route_table_ids" {
  description = "Route tables of the private subnets."
  type        = list(string)
  nullable    = false
}

variable "internal_cidrs" {
  description = "Networks that the private subnets reach by the gateway: offices, the peer region."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.internal_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "internal_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "data_route_table_id" {
  description = "Route table of the data subnets."
  type        = string
  nullable    = false
}

variable "peer_client_cidrs" {
  description = "Networks of the peer region that the data subnets answer: the private subnets of the database's clients there."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.peer_client_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) > 16])
    error_message = "peer_client_cidrs must hold subnets, smaller than a VPC's /16."
  }
}

variable "flow_log_group_arn" {
  description = "Log group that receives the flow logs."
  type        = string
  nullable    = false
}

variable "flow_log_role_arn" {
  description = "Role that writes flow logs into that group."
  type        = string
  nullable    = false
}
