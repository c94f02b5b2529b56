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
  description = "AWS account that owns the database."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "name" {
  description = "Name of the database in its platform."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,20}$", var.name))
    error_message = "name must be 2 to 21 lower-case letters and digits."
  }
}

variable "username" {
  description = "Name of the administrator."
  type        = string
  default     = "platform_admin"
  nullable    = false
}

variable "password" {
  description = "Administrator's password; it is written and never kept."
  type        = string
  ephemeral   = true
  sensitive   = true
  nullable    = false

  validation {
    condition     = length(var.password) >= 16
    error_message = "password must be 16 characters or longer. scripts/with-database-password.sh hands it over in TF_VAR_database_password."
  }
}

variable "password_version" {
  description = "Number of the password, the database's own; raising it writes the password again."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.password_version >= 1
    error_message = "password_version must be 1 or more."
  }
}

variable "connection" {
  description = "Where the database answers; the rotation reads it from the secret."
  type = object({
    host     = string
    port     = number
    database = string
  })
  nullable = false
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

variable "rotation_schedule" {
  description = "When the password is changed."
  type        = string
  default     = "cron(0 9 ? 1/1 SAT#1 *)"
  nullable    = false

  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.rotation_schedule))
    error_message = "rotation_schedule must be a cron or rate expression of Secrets Manager."
  }
}

variable "rotation_application_version" {
  description = "Version of AWS's published rotation application."
  type        = string
  default     = "1.1.622"
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.rotation_application_version))
    error_message = "rotation_application_version must be a version of three numbers."
  }
}

variable "vpc_id" {
  description = "VPC in which the rotation runs."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Private subnets in which the rotation runs."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must hold subnets of two zones or more."
  }
}

variable "database_security_group_id" {
  description = "Security group of the database, which admits the rotation."
  type        = string
  nullable    = false
}

variable "endpoint_security_group_id" {
  description = "Security group of the interface endpoints; the one of Secrets Manager is among them."
  type        = string
  nullable    = false
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
