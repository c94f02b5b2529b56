variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account that owns what is backed up."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "selection_tag" {
  description = "Value of the tag Backup; what carries it is backed up."
  type        = string
  default     = "critical"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.selection_tag))
    error_message = "selection_tag must be 2 to 31 lower-case letters, digits and hyphens."
  }
}

variable "vault_name" {
  description = "Vault of this region."
  type        = string
  nullable    = false
}

variable "copy_vault_arn" {
  description = "Vault of the other region, into which every recovery point is copied; empty where the platform has one region."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.copy_vault_arn == "" || can(regex("^arn:[a-z-]+:backup:[a-z0-9-]+:[0-9]{12}:backup-vault:.+$", var.copy_vault_arn))
    error_message = "copy_vault_arn must be the ARN of a vault, or empty."
  }
}

variable "copy_region" {
  description = "The other region; empty where the platform has one region."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.copy_region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.copy_region))
    error_message = "copy_region must be the name of a region, or empty."
  }
}

variable "rules" {
  description = "Backups by name: when (cron, UTC), days kept here and in the copy, minutes to start and to complete in."
  type = map(object({
    schedule          = string
    keep_days         = number
    start_window      = optional(number, 60)
    completion_window = optional(number, 300)
  }))
  default = {
    intraday = { schedule = "cron(30 0/4 ? * * *)", keep_days = 7 }
    daily    = { schedule = "cron(0 7 ? * * *)", keep_days = 35 }
    monthly  = { schedule = "cron(0 9 1 * ? *)", keep_days = 400 }
  }
  nullable = false

  validation {
    condition     = length(var.rules) > 0 && alltrue([for rule in values(var.rules) : can(regex("^cron\\(.+\\)$", rule.schedule))])
    error_message = "rules needs at least one backup, and each schedule is a cron expression."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.keep_days >= var.min_retention_in_days])
    error_message = "No backup may be kept shorter than the vault locks it."
  }

  validation {
    condition     = alltrue([for rule in values(var.rules) : rule.completion_window >= rule.start_window + 60])
    error_message = "A backup needs an hour or more beyond its start window."
  }
}

variable "min_retention_in_days" {
  description = "Days that the vault locks a recovery point."
  type        = number
  default     = 7
  nullable    = false
}

variable "restore_tests" {
  description = "Resource types of which a recovery point is restored every week and thrown away again, with the settings of the restored resource."
  type        = map(map(string))
  default     = { DynamoDB = {} }
  nullable    = false

  validation {
    condition     = length(setsubtract(keys(var.restore_tests), ["DynamoDB", "EBS", "RDS", "S3"])) == 0
    error_message = "restore_tests may hold DynamoDB, EBS, RDS and S3."
  }
}
