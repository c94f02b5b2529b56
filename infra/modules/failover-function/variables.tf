variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "function_name" {
  description = "Name of the function."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,62}$", var.function_name))
    error_message = "function_name must be 2 to 63 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account of the platform."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "primary" {
  description = "The primary region: its name, clusters, addresses that say whether it answers and whether it can write, key of its data, and its database with all that a replica in its place is made with."
  type = object({
    region       = string
    kubernetes   = string
    cluster      = string
    health_url   = string
    ready_url    = string
    data_key_arn = string
    database = object({
      identifier                   = string
      arn                          = string
      address                      = string
      instance_class               = string
      subnet_group                 = string
      parameter_group              = string
      option_group                 = string
      security_group_ids           = list(string)
      key_arn                      = string
      monitoring_role_arn          = string
      log_exports                  = list(string)
      max_allocated_storage_in_gib = number
      backup_retention_in_days     = number
      backup_window                = string
      maintenance_window           = string
      tags                         = map(string)
    })
  })
  nullable = false
}

variable "recovery" {
  description = "The recovery region, alike."
  type = object({
    region       = string
    kubernetes   = string
    cluster      = string
    health_url   = string
    ready_url    = string
    data_key_arn = string
    database = object({
      identifier                   = string
      arn                          = string
      address                      = string
      instance_class               = string
      subnet_group                 = string
      parameter_group              = string
      option_group                 = string
      security_group_ids           = list(string)
      key_arn                      = string
      monitoring_role_arn          = string
      log_exports                  = list(string)
      max_allocated_storage_in_gib = number
      backup_retention_in_days     = number
      backup_window                = string
      maintenance_window           = string
      tags                         = map(string)
    })
  })
  nullable = false

  validation {
    condition     = var.recovery.region != var.primary.region
    error_message = "The recovery region must be another than the primary one."
  }
}

variable "node_groups" {
  description = "Node groups of the primary region and their sizes; the recovery region has them by the same names, empty."
  type = map(object({
    min     = number
    desired = number
    max     = number
  }))
  nullable = false

  validation {
    condition     = alltrue([for size in values(var.node_groups) : size.min >= 0 && size.min <= size.desired && size.desired <= size.max && size.max >= 1])
    error_message = "A group's nodes must be in order: 0 <= min <= desired <= max, and max 1 or more."
  }
}

variable "pilot_group" {
  description = "Node group that keeps the recovery region's cluster alive; it is never shrunk."
  type        = string
  default     = "pilot"
  nullable    = false

  validation {
    condition     = !contains(keys(var.node_groups), var.pilot_group)
    error_message = "The pilot group is none of the groups that follow the primary's."
  }
}

variable "services" {
  description = "Services: tasks in the primary region, tasks that stand by in the recovery region, whether they use the database."
  type = map(object({
    size = object({
      min     = number
      desired = number
      max     = number
    })
    standby         = number
    writes_database = bool
  }))
  nullable = false

  validation {
    condition     = alltrue([for service in values(var.services) : service.size.min >= 0 && service.size.min <= service.size.desired && service.size.desired <= service.size.max && service.size.max >= 1])
    error_message = "A service's tasks must be in order: 0 <= min <= desired <= max, and max 1 or more."
  }

  validation {
    condition     = anytrue([for service in values(var.services) : service.writes_database])
    error_message = "No service uses the database: then nothing proves that it can be written after a failover."
  }
}

variable "secret_name" {
  description = "Secret with the administrator's password; it has this name in both regions."
  type        = string
  nullable    = false
}

variable "host_parameter" {
  description = "Parameter of the recovery region that tells its services where the database is."
  type        = string
  nullable    = false

  validation {
    condition     = startswith(var.host_parameter, "/")
    error_message = "host_parameter must be the full name of a parameter, from the slash on."
  }
}

variable "alert_topic_arn" {
  description = "Topic of the recovery region that people listen to."
  type        = string
  nullable    = false
}

variable "alert_key_arn" {
  description = "ARN of the customer key of alerts, in the recovery region; its policy admits topics and queues."
  type        = string
  nullable    = false
}

variable "log_key_arn" {
  description = "ARN of the customer key of log groups, in the recovery region."
  type        = string
  nullable    = false
}

variable "log_retention_in_days" {
  description = "Days that the function's log is kept, at least a year."
  type        = number
  default     = 400
  nullable    = false
}

variable "slices" {
  description = "Parts in which traffic returns to the primary region."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.slices >= 2 && var.slices <= 10 && floor(var.slices) == var.slices
    error_message = "slices must be a whole number from 2 to 10: a return in one part is no gradual one."
  }
}

variable "timing" {
  description = "Seconds: that the primary must have been well before a failback goes on, between two slices, that an approval is valid; lag of a replica and age of the mirror that are accepted."
  type = object({
    stabilisation = optional(number, 1800)
    return_step   = optional(number, 600)
    approval      = optional(number, 3600)
    replica_lag   = optional(number, 180)
    mirror_age    = optional(number, 900)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.timing.stabilisation >= 900 && var.timing.return_step >= 300 && var.timing.approval >= 900
    error_message = "A primary is proved well for 900 s or more, a slice for 300 s or more, and a person gets 900 s or more."
  }

  validation {
    condition     = var.timing.mirror_age >= 2 * 60 * var.mirror_minutes
    error_message = "A mirror is old only when it has been missed twice: mirror_age must be two intervals or more."
  }
}

variable "silence_minutes" {
  description = "Minutes for which the primary region must have been silent before the function suspects it."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.silence_minutes >= 2 && var.silence_minutes <= 10
    error_message = "silence_minutes must lie between 2 and 10."
  }
}

variable "mirror_minutes" {
  description = "Minutes between two mirrors of the primary region's sizes."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.mirror_minutes >= 2 && var.mirror_minutes <= 60
    error_message = "mirror_minutes must lie between 2 and 60."
  }
}

variable "failover_target_seconds" {
  description = "Seconds after which a failover that is still open wakes somebody, from its opening on: of the target, what detection and decision leave."
  type        = number
  nullable    = false

  validation {
    condition     = var.failover_target_seconds >= 60 && var.failover_target_seconds < 900
    error_message = "failover_target_seconds must lie between 60 and 900: it counts from the opening of the run, and the 15 minutes begin with the primary's silence."
  }
}

variable "drill_schedule" {
  description = "When the drill in the recovery region runs, a cron expression of EventBridge, UTC."
  type        = string
  default     = "cron(0 10 ? * SAT#2 *)"
  nullable    = false

  validation {
    condition     = can(regex("^cron\\(.+\\)$", var.drill_schedule))
    error_message = "drill_schedule must be a cron expression."
  }
}

variable "protected" {
  description = "Whether the tables are guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
