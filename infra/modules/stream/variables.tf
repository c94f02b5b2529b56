variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "streams" {
  description = "Streams by purpose: shards (on demand if null), hours that records are kept, consumers with a throughput of their own."
  type = map(object({
    shard_count        = optional(number)
    retention_in_hours = optional(number, 168)
    consumers          = optional(set(string), [])
  }))
  nullable = false

  validation {
    condition     = length(var.streams) > 0 && alltrue([for purpose in keys(var.streams) : can(regex("^[a-z][a-z0-9-]{1,30}$", purpose))])
    error_message = "A stream's purpose must be 2 to 31 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for stream in values(var.streams) : stream.retention_in_hours >= 24 && stream.retention_in_hours <= 8760])
    error_message = "retention_in_hours must lie between 24 and 8760."
  }

  validation {
    condition     = alltrue([for stream in values(var.streams) : coalesce(stream.shard_count, 1) >= 1])
    error_message = "shard_count must be 1 or more, or null."
  }

  validation {
    condition     = alltrue([for stream in values(var.streams) : length(stream.consumers) <= 20])
    error_message = "A stream has room for twenty consumers."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the streams."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
