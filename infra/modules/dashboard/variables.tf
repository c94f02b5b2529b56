variable "name" {
  description = "Name of the dashboard."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,255}$", var.name))
    error_message = "name must be 1 to 255 letters, digits, hyphens and underscores."
  }
}

variable "region" {
  description = "Region whose metrics are shown."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region."
  }
}

variable "signals" {
  description = "What is shown, as the alarms module gives it."
  type = map(object({
    component  = string
    kind       = string
    title      = string
    namespace  = string
    metric     = string
    dimensions = map(string)
    statistic  = string
    period     = number
    threshold  = number
  }))
  nullable = false

  validation {
    condition     = length(var.signals) > 0
    error_message = "A dashboard needs something to show."
  }
}

variable "alarm_arns" {
  description = "Alarms whose state stands at the top, as the alarms module gives them."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.alarm_arns) <= 100 * 10
    error_message = "alarm_arns must hold a thousand alarms at most."
  }
}
