variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "components" {
  description = "What is watched, by name: its kind, the dimensions by which CloudWatch knows it, thresholds that differ from the catalogue by alarm."
  type = map(object({
    kind       = string
    dimensions = map(string)
    thresholds = optional(map(number), {})
  }))
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.components) : can(regex("^[a-z][a-z0-9-]{1,60}$", name))])
    error_message = "A component's name must be 2 to 61 lower-case letters, digits and hyphens."
  }
}

variable "topic_arns" {
  description = "Topics that hear of each alarm and of its end."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.topic_arns) > 0
    error_message = "An alarm that nobody hears is none: topic_arns needs a topic."
  }
}

variable "region_impaired_description" {
  description = "What the composite alarm tells the person on call."
  type        = string
  default     = "The region cannot serve as it should. See docs/disaster-recovery/multi-region-dr-strategy.md."
  nullable    = false
}
