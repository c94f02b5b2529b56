variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "transit_gateway_id" {
  description = "Transit gateway of this region."
  type        = string
  nullable    = false
}

variable "peer_transit_gateway_id" {
  description = "Transit gateway of the peer region."
  type        = string
  nullable    = false
}

variable "transit_route_table_ids" {
  description = "Route tables of this region's gateway by role: inside, outside."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["inside", "outside"], keys(var.transit_route_table_ids))) == 0
    error_message = "transit_route_table_ids must hold inside and outside."
  }
}

variable "peer_transit_route_table_ids" {
  description = "Route tables of the peer's gateway by role: inside, outside."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["inside", "outside"], keys(var.peer_transit_route_table_ids))) == 0
    error_message = "peer_transit_route_table_ids must hold inside and outside."
  }
}

variable "cidr" {
  description = "Address space of this region's VPC, a private /16."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && endswith(var.cidr, "/16")
    error_message = "cidr must be an IPv4 /16."
  }
}

variable "peer_cidr" {
  description = "Address space of the peer's VPC, a private /16 that does not meet this region's."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.peer_cidr)) && endswith(var.peer_cidr, "/16")
    error_message = "peer_cidr must be an IPv4 /16."
  }

  validation {
    condition     = can(cidrsubnet(var.cidr, 0, 0)) && can(cidrsubnet(var.peer_cidr, 0, 0)) ? cidrsubnet(var.peer_cidr, 0, 0) != cidrsubnet(var.cidr, 0, 0) : true
    error_message = "peer_cidr must not be this region's own address space."
  }
}
