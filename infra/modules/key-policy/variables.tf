variable "account_id" {
  description = "AWS account that owns the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "services" {
  description = "Uses that AWS services make of the key on the account's behalf: logs, cloudtrail, topics, queues, config, guardduty, autoscaling."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.services, ["logs", "cloudtrail", "topics", "queues", "config", "guardduty", "autoscaling"])) == 0
    error_message = "services may hold logs, cloudtrail, topics, queues, config, guardduty and autoscaling only."
  }
}
