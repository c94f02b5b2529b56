variable "name_prefix" {
  description = "Start of every bucket's name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that owns the buckets; it is part of their names."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "buckets" {
  description = "Buckets by purpose: days until archive (none, where null) and until expiry (never, where null), days of object lock (0: no lock), trails and audit services (config, guardduty) that deliver into it."
  type = map(object({
    archive_after_days = optional(number)
    expire_after_days  = optional(number)
    object_lock_days   = optional(number, 0)
    trail_arns         = optional(set(string), [])
    audit_services     = optional(set(string), [])
  }))
  nullable = false

  validation {
    condition     = alltrue([for purpose in keys(var.buckets) : can(regex("^[a-z][a-z0-9-]{1,13}$", purpose))])
    error_message = "A bucket's purpose must be 2 to 14 lower-case letters, digits and hyphens."
  }

  validation {
    condition = alltrue([
      for bucket in values(var.buckets) :
      coalesce(bucket.expire_after_days, 36500) >= max(365, bucket.object_lock_days, coalesce(bucket.archive_after_days, 0))
    ])
    error_message = "Objects must be kept for a year or more, and no shorter than their lock and their archive."
  }

  validation {
    condition = alltrue([
      for bucket in values(var.buckets) : length(setsubtract(bucket.audit_services, ["config", "guardduty"])) == 0
    ])
    error_message = "audit_services may hold config and guardduty only."
  }

  validation {
    condition = alltrue([
      for bucket in values(var.buckets) : bucket.object_lock_days == 0 || !contains(bucket.audit_services, "config")
    ])
    error_message = "AWS Config delivers into no bucket whose objects are locked by default."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the buckets."
  type        = string
  nullable    = false
}

variable "source_key_arns" {
  description = "Other keys of this region under which objects arrive, as the trail's do; replication must read them too."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "replication_alert_topics" {
  description = "Topic by name, one or none, that hears of objects that were not replicated, or not in time."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.replication_alert_topics) <= 1
    error_message = "S3 tells one topic of an event, not several."
  }
}

variable "access_log_bucket" {
  description = "Bucket that receives the server access logs."
  type        = string
  nullable    = false
}

variable "access_log_prefix" {
  description = "Prefix under which that bucket admits server access logs."
  type        = string
  default     = "s3/"
  nullable    = false
}

variable "replica_region" {
  description = "Region into which every bucket is replicated; empty where the platform has one region."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.replica_region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.replica_region))
    error_message = "replica_region must be the name of a region, or empty."
  }
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}

variable "replica_bucket_arns" {
  description = "ARN of the peer bucket by purpose, in replica_region."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = var.replica_region == "" || length(setsubtract(keys(var.buckets), keys(var.replica_bucket_arns))) == 0
    error_message = "replica_bucket_arns must name a peer for every bucket when replica_region is set."
  }
}

variable "replica_key_arn" {
  description = "ARN of the key that encrypts the replicas, in replica_region."
  type        = string
  default     = ""
  nullable    = false
}
