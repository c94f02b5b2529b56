variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "zone_id" {
  description = "Hosted zone of the name."
  type        = string
  nullable    = false
}

variable "name" {
  description = "Public name that fails over, in full."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.name))
    error_message = "name must be a domain name without a final dot, such as api.trading.example.com."
  }
}

variable "primary" {
  description = "The primary region: where the name points to (DNS name and hosted zone), where its health is asked (host and path)."
  type = object({
    region      = string
    dns_name    = string
    zone_id     = string
    health_host = string
    health_path = string
  })
  nullable = false
}

variable "recovery" {
  description = "The recovery region, alike."
  type = object({
    region      = string
    dns_name    = string
    zone_id     = string
    health_host = string
    health_path = string
  })
  nullable = false

  validation {
    condition     = var.recovery.region != var.primary.region && var.recovery.dns_name != var.primary.dns_name
    error_message = "The recovery region must be another than the primary one, and the name must point elsewhere."
  }
}

variable "slice_alarm_names" {
  description = "Alarms of the recovery region, one for each slice of the traffic, that withhold it from the primary."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.slice_alarm_names) >= 2
    error_message = "slice_alarm_names must hold two alarms or more: one slice is no gradual return."
  }
}

variable "request_interval_seconds" {
  description = "Seconds between two questions of one of Route 53's health checkers."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = contains([10, 30], var.request_interval_seconds)
    error_message = "request_interval_seconds must be 10 or 30."
  }
}

variable "failure_threshold" {
  description = "Questions without an answer, or with one again, after which a checker changes its mind."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.failure_threshold >= 2 && var.failure_threshold <= 10
    error_message = "failure_threshold must lie between 2 and 10: one lost question moves nobody."
  }
}

variable "topic_arns" {
  description = "Topics of us-east-1 that hear when a region does not answer."
  type        = set(string)
  nullable    = false
}
