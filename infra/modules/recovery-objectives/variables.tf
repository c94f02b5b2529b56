variable "targets" {
  description = "Minutes that a failover may take, and that may be lost of databases and of objects. They may be stricter than the platform's promise, never laxer."
  type = object({
    time_minutes           = optional(number, 15)
    database_point_minutes = optional(number, 5)
    object_point_minutes   = optional(number, 15)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.targets.time_minutes > 0 && var.targets.time_minutes <= 15
    error_message = "The platform promises to recover within 15 minutes: time_minutes must be 15 or less."
  }

  validation {
    condition     = var.targets.database_point_minutes > 0 && var.targets.database_point_minutes <= 5
    error_message = "The platform promises to lose no more than 5 minutes of its databases: database_point_minutes must be 5 or less."
  }

  validation {
    condition     = var.targets.object_point_minutes > 0 && var.targets.object_point_minutes <= 15
    error_message = "The platform promises to lose no more than 15 minutes of its objects: object_point_minutes must be 15 or less."
  }
}

variable "detection" {
  description = "Seconds: that the primary must be silent, until CloudWatch has evaluated that, between two starts of the function; and how the function asks again: questions, seconds that each may take at most, seconds between two. What has a default is the program's own (infra/lambda) or AWS's."
  type = object({
    silence_seconds        = number
    alarm_seconds          = optional(number, 60)
    probes                 = optional(number, 3)
    probe_deadline_seconds = optional(number, 5)
    probe_pause_seconds    = optional(number, 5)
    start_interval_seconds = optional(number, 60)
  })
  nullable = false

  validation {
    condition     = var.detection.probe_pause_seconds >= var.detection.probe_deadline_seconds
    error_message = "The question to the recovery region takes the place of the last pause: probe_pause_seconds must be probe_deadline_seconds or more."
  }
}

variable "decision_seconds" {
  description = "Seconds that a person takes to decide where the function does not decide by itself: when the primary flaps."
  type        = number
  default     = 120
  nullable    = false

  validation {
    condition     = var.decision_seconds >= 0
    error_message = "decision_seconds must be 0 or more."
  }
}

variable "assumptions" {
  description = "Seconds that AWS takes, by assumption: until a node is ready, until a task is, until a replica is promoted. A real exercise measures them."
  type = object({
    node_start_seconds = optional(number, 240)
    task_start_seconds = optional(number, 120)
    promotion_seconds  = optional(number, 300)
  })
  default  = {}
  nullable = false

  validation {
    condition     = min(var.assumptions.node_start_seconds, var.assumptions.task_start_seconds, var.assumptions.promotion_seconds) >= 30
    error_message = "Nothing of AWS starts within less than 30 seconds: an assumption is too good."
  }
}

variable "traffic" {
  description = "Seconds until clients go elsewhere: until the alarm of a slice is evaluated, until health checkers have seen it, that resolvers keep an answer (60 for an alias to an API)."
  type = object({
    alarm_seconds        = optional(number, 60)
    health_check_seconds = number
    dns_ttl_seconds      = optional(number, 60)
  })
  nullable = false
}

variable "replication" {
  description = "What is replicated, by name: whether it is a database or objects, seconds of lag beyond which an alarm goes on, seconds that the alarm takes to notice."
  type = map(object({
    kind           = string
    lag_seconds    = number
    notice_seconds = number
  }))
  nullable = false

  validation {
    condition     = alltrue([for store in values(var.replication) : contains(["database", "objects"], store.kind)])
    error_message = "A store is of the kind database or objects."
  }
}
