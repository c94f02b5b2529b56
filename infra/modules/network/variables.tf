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
  description = "AWS account that owns the network; interface endpoints serve its principals only."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "cidr" {
  description = "Address space of the VPC, a /16 of RFC 1918."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && endswith(var.cidr, "/16") && can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", var.cidr))
    error_message = "cidr must be a private IPv4 /16, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "The three availability zones to use, by name."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(distinct(var.zones)) == 3 && alltrue([for zone in var.zones : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$", zone))])
    error_message = "zones must be three different availability zones, such as us-east-1a."
  }

  validation {
    condition     = length(distinct([for zone in var.zones : substr(zone, 0, length(zone) - 1)])) == 1
    error_message = "zones must lie in one region."
  }
}

variable "nat_per_zone" {
  description = "Whether each zone has a NAT gateway of its own, so that losing a zone takes no other zone's way out."
  type        = bool
  default     = true
  nullable    = false
}

variable "internal_cidrs" {
  description = "Networks joined to the VPC by the transit gateway that may call its private subnets: offices, the peer region."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for cidr in var.internal_cidrs :
      can(cidrnetmask(cidr)) && can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", cidr)) && tonumber(split("/", cidr)[1]) >= 16
    ])
    error_message = "internal_cidrs must hold private IPv4 networks of /16 or smaller."
  }

  validation {
    condition     = !contains(var.internal_cidrs, var.cidr)
    error_message = "internal_cidrs are other networks than the VPC itself."
  }
}

variable "data_ports" {
  description = "Ports of the data stores that the private subnets may reach."
  type        = set(number)
  default     = [5432, 6379]
  nullable    = false

  validation {
    condition     = alltrue([for port in var.data_ports : port > 1024 && port < 32768])
    error_message = "data_ports must lie between 1025 and 32767."
  }
}

variable "database_port" {
  description = "Port of the database, one of the data ports."
  type        = number
  default     = 5432
  nullable    = false

  validation {
    condition     = contains(var.data_ports, var.database_port)
    error_message = "database_port must be one of data_ports."
  }
}

variable "peer_client_cidrs" {
  description = "Private subnets of the peer region that may reach the database, over the transit gateway; they must be of internal_cidrs."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for cidr in var.peer_client_cidrs : anytrue([
        for network in var.internal_cidrs :
        try(tonumber(split("/", cidr)[1]) >= tonumber(split("/", network)[1]) && cidrsubnet("${split("/", cidr)[0]}/${split("/", network)[1]}", 0, 0) == network, false)
      ])
    ])
    error_message = "peer_client_cidrs must lie in internal_cidrs: nobody else is joined to the VPC."
  }
}

variable "interface_endpoints" {
  description = "AWS services reached by an interface endpoint."
  type        = set(string)
  default = [
    "autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "kinesis-streams", "kms", "logs",
    "monitoring", "secretsmanager", "sns", "ssm", "ssmmessages", "sts", "xray",
  ]
  nullable = false
}

variable "flow_log_group_arn" {
  description = "Log group that receives the flow logs."
  type        = string
  nullable    = false
}

variable "resolver_log_group_arn" {
  description = "Log group that receives the resolver's query log."
  type        = string
  nullable    = false
}
