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
  description = "AWS account whose metrics are shown."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "grafana_version" {
  description = "Version of Grafana."
  type        = string
  default     = "10.4"
  nullable    = false

  validation {
    condition     = contains(["9.4", "10.4"], var.grafana_version)
    error_message = "grafana_version must be one that AWS offers: 9.4 or 10.4."
  }
}

variable "admin_group_ids" {
  description = "Groups of IAM Identity Center whose people may change dashboards."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.admin_group_ids) > 0
    error_message = "Somebody must be able to change the dashboards: admin_group_ids needs a group."
  }
}

variable "viewer_group_ids" {
  description = "Groups of IAM Identity Center whose people may look."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "vpc_id" {
  description = "VPC from which Grafana reads."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets from which Grafana reads."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must hold subnets of two zones or more."
  }
}

variable "endpoint_security_group_id" {
  description = "Security group of the interface endpoints that Grafana calls."
  type        = string
  nullable    = false
}

variable "access_prefix_list_ids" {
  description = "Prefix lists of the networks from which people may reach Grafana."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.access_prefix_list_ids) > 0
    error_message = "access_prefix_list_ids must name the networks of the people who may come in."
  }
}

variable "access_endpoint_ids" {
  description = "Endpoints of the VPC through which people may reach Grafana."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "workspace_arns" {
  description = "Prometheus workspaces that are shown."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.workspace_arns) > 0
    error_message = "workspace_arns needs at least one workspace."
  }
}

variable "log_group_arns" {
  description = "Log groups that may be searched."
  type        = set(string)
  default     = []
  nullable    = false
}
