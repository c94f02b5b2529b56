variable "name" {
  description = "Name of the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,63}$", var.name))
    error_message = "name must be 2 to 64 lower-case letters, digits and hyphens."
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

variable "cluster_arn" {
  description = "ARN of the cluster whose service account takes the role."
  type        = string
  nullable    = false
}

variable "namespace" {
  description = "Namespace of the service account."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be a Kubernetes name; a wildcard is none."
  }
}

variable "service_account" {
  description = "Service account that takes the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.service_account))
    error_message = "service_account must be a Kubernetes name; a wildcard is none."
  }
}

variable "policies" {
  description = "What the role may do: policy documents by name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "managed_policy_arns" {
  description = "Policies of AWS that the role has besides."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = !anytrue([for arn in var.managed_policy_arns : endswith(arn, "/AdministratorAccess")])
    error_message = "No pod is an administrator of the account."
  }
}
