variable "name" {
  description = "Name of the secret, with the platform and the environment before it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9/-]{2,100}$", var.name))
    error_message = "name must be 3 to 101 lower-case letters, digits, hyphens and slashes."
  }
}

variable "description" {
  description = "What the secret opens."
  type        = string
  nullable    = false

  validation {
    condition     = length(var.description) > 0
    error_message = "description must say what the secret opens."
  }
}

variable "account_id" {
  description = "AWS account whose principals alone may use the secret."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the secret."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "replica_region" {
  description = "Region into which the secret is replicated; empty where the platform has one region."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.replica_region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.replica_region))
    error_message = "replica_region must be the name of a region, or empty."
  }
}

variable "replica_key_arn" {
  description = "ARN of the customer key that encrypts the replica, in replica_region."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.replica_key_arn == "" || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.replica_key_arn))
    error_message = "replica_key_arn must be the ARN of a KMS key, or empty."
  }
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
