variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "tables" {
  description = "Tables by purpose: keys, types of the key attributes (S, N or B), attribute that holds the expiry, secondary indexes."
  type = map(object({
    hash_key      = string
    range_key     = optional(string)
    attributes    = map(string)
    ttl_attribute = optional(string)
    indexes = optional(map(object({
      hash_key  = string
      range_key = optional(string)
    })), {})
  }))
  nullable = false

  validation {
    condition     = length(var.tables) > 0 && alltrue([for purpose in keys(var.tables) : can(regex("^[a-z][a-z0-9-]{1,30}$", purpose))])
    error_message = "A table's purpose must be 2 to 31 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue(flatten([for table in values(var.tables) : [for type in values(table.attributes) : contains(["S", "N", "B"], type)]]))
    error_message = "The type of an attribute must be S, N or B."
  }

  validation {
    condition = alltrue([
      for table in values(var.tables) :
      toset(keys(table.attributes)) == toset(compact(flatten([
        [table.hash_key, table.range_key], [for index in values(table.indexes) : [index.hash_key, index.range_key]],
      ])))
    ])
    error_message = "attributes must name the keys of the table and of its indexes, and no others."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the tables."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "backup_plan" {
  description = "Value of the tag Backup, by which a backup plan selects the tables."
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
