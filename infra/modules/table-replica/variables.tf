variable "table_arns" {
  description = "ARN of each table of the primary region by purpose, as given by the table module."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.table_arns) > 0
    error_message = "table_arns must hold at least one table."
  }
}

variable "source_region" {
  description = "Region of those tables."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.source_region))
    error_message = "source_region must be the name of a region."
  }
}

variable "table_names" {
  description = "Name of each table by purpose; a replica has the same."
  type        = map(string)
  nullable    = false

  validation {
    condition     = toset(keys(var.table_names)) == toset(keys(var.table_arns))
    error_message = "table_names must name the tables of table_arns."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the replicas, in their own region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "backup_plan" {
  description = "Value of the tag Backup, by which a backup plan selects the replicas."
  type        = string
  default     = "critical"
  nullable    = false
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
