variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "log_group_name" {
  description = "Log group that receives the events of the trail."
  type        = string
  nullable    = false
}

variable "topic_arns" {
  description = "Topics that hear of each event."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.topic_arns) > 0
    error_message = "An alarm that nobody hears is none: topic_arns needs a topic."
  }
}
