variable "name" {
  description = "Name of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name))
    error_message = "name must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, one under standard support."
  type        = string
  default     = "1.33"
  nullable    = false

  validation {
    condition     = can(regex("^1\\.(3[1-9]|[4-9][0-9])$", var.kubernetes_version))
    error_message = "kubernetes_version must be 1.31 or later."
  }
}

variable "vpc_id" {
  description = "VPC of the cluster."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets of the control plane's network interfaces, one a zone."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name subnets of two zones or more."
  }
}

variable "operator_cidrs" {
  description = "Private networks whose people call the API server."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.operator_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "operator_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "endpoint_security_group_id" {
  description = "Security group of the interface endpoints that the nodes call."
  type        = string
  nullable    = false
}

variable "gateway_prefix_list_ids" {
  description = "Prefix lists of the services that nodes reach by gateway endpoints, by service."
  type        = map(string)
  nullable    = false

  validation {
    condition     = contains(keys(var.gateway_prefix_list_ids), "s3")
    error_message = "gateway_prefix_list_ids must hold s3: image layers come from there."
  }
}

variable "data_stores" {
  description = "Data stores that pods use, by name: security group and port."
  type = map(object({
    security_group_id = string
    port              = number
  }))
  default  = {}
  nullable = false
}

variable "venue_cidrs" {
  description = "Networks of trading venues that pods call."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.venue_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "venue_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "management_cidrs" {
  description = "Networks with the server of a cluster manager, such as Rancher, to which its agents in the cluster open a connection."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.management_cidrs : can(cidrnetmask(cidr)) && tonumber(split("/", cidr)[1]) >= 16])
    error_message = "management_cidrs must hold IPv4 networks of /16 or smaller."
  }
}

variable "access_entries" {
  description = "Who may use the cluster, by name: a role, EKS's access policy for it, and the namespaces to which it is kept (all, if none)."
  type = map(object({
    role_arn   = string
    policy     = string
    namespaces = optional(set(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for entry in values(var.access_entries) :
      contains(["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy", "AmazonEKSViewPolicy"], entry.policy)
    ])
    error_message = "An access entry's policy must be one of EKS's ClusterAdmin, Admin, Edit and View policies."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", entry.role_arn))])
    error_message = "An access entry names a role; users and root are none."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the cluster's secrets."
  type        = string
  nullable    = false
}

variable "log_group_name" {
  description = "Log group of the control plane; EKS knows it by its name alone."
  type        = string
  nullable    = false
}
