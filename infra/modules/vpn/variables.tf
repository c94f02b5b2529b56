variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "offices" {
  description = "Offices by name: public address of the customer's gateway and its autonomous system number."
  type = map(object({
    address = string
    asn     = number
  }))
  nullable = false

  validation {
    condition     = alltrue([for office in values(var.offices) : can(cidrnetmask("${office.address}/32"))])
    error_message = "An office's address must be an IPv4 address."
  }

  validation {
    condition     = length(var.offices) <= 10
    error_message = "The prefix list of the offices has room for ten."
  }

  validation {
    condition     = length(distinct([for office in values(var.offices) : office.address])) == length(var.offices)
    error_message = "Two offices behind one address are one office."
  }

  validation {
    condition     = alltrue([for office in values(var.offices) : office.asn >= 64512 && office.asn <= 65534])
    error_message = "An office's asn must lie between 64512 and 65534."
  }
}

variable "transit_gateway_id" {
  description = "Transit gateway to which the tunnels lead."
  type        = string
  nullable    = false
}

variable "transit_route_table_ids" {
  description = "Route tables of the transit gateway by role: inside, outside."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["inside", "outside"], keys(var.transit_route_table_ids))) == 0
    error_message = "transit_route_table_ids must hold inside and outside."
  }
}

variable "log_group_arn" {
  description = "Log group that receives what the tunnels say of themselves."
  type        = string
  nullable    = false
}
