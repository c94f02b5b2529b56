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
  description = "AWS account that owns the database."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "name" {
  description = "Name of the database in its platform; it ends the identifier."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,20}$", var.name))
    error_message = "name must be 2 to 21 lower-case letters and digits."
  }
}

variable "engine_version" {
  description = "Major version of PostgreSQL; AWS keeps the minor one current."
  type        = string
  default     = "17"
  nullable    = false

  validation {
    condition     = contains(["16", "17"], var.engine_version)
    error_message = "engine_version must be 16 or 17."
  }
}

variable "instance_class" {
  description = "Class of the instance and of its standby in another zone."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^db\\.[a-z0-9]+\\.(micro|small|medium|large|[0-9]*xlarge)$", var.instance_class))
    error_message = "instance_class must be the name of a class, such as db.r7g.xlarge."
  }
}

variable "allocated_storage_in_gib" {
  description = "Storage to begin with."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.allocated_storage_in_gib >= 20
    error_message = "allocated_storage_in_gib must be 20 or more."
  }
}

variable "max_allocated_storage_in_gib" {
  description = "Storage up to which the instance may grow by itself."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.max_allocated_storage_in_gib >= 1.1 * var.allocated_storage_in_gib
    error_message = "max_allocated_storage_in_gib must leave a tenth or more to grow."
  }
}

variable "username" {
  description = "Name of the administrator."
  type        = string
  default     = "platform_admin"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{1,62}$", var.username)) && !contains(["postgres", "rdsadmin", "admin"], var.username)
    error_message = "username must be in lower case and none of the names that PostgreSQL or AWS use themselves."
  }
}

variable "password" {
  description = "Administrator's password. It is written and never kept; a replica has none of its own."
  type        = string
  default     = ""
  ephemeral   = true
  sensitive   = true
  nullable    = false

  validation {
    condition     = var.source_region != "" || can(regex("^[!#-.0-?A-~]{16,128}$", var.password))
    error_message = "A database that replicates none needs a password of 16 to 128 printable characters without blanks and without slash, at sign and quotation mark. scripts/with-database-password.sh hands it over in TF_VAR_database_password."
  }
}

variable "password_version" {
  description = "Number of the password; raising it writes the password again."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.password_version >= 1
    error_message = "password_version must be 1 or more."
  }
}

variable "source_region" {
  description = "Region of the database that this one replicates; empty where it replicates none."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.source_region == "" || can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.source_region))
    error_message = "source_region must be the name of a region, or empty."
  }
}

variable "source_arn" {
  description = "ARN of the database that this one replicates."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.source_region == "" || var.source_arn != ""
    error_message = "source_arn must be given with source_region."
  }
}

variable "source_instance_class" {
  description = "Class of the database that this one replicates."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.source_region == "" || var.source_instance_class != ""
    error_message = "source_instance_class must be given with source_region."
  }
}

variable "vpc_id" {
  description = "VPC of those subnets."
  type        = string
  nullable    = false
}

variable "subnet_ids" {
  description = "Data subnets, one in each of three zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 3
    error_message = "subnet_ids must hold a subnet in each of three zones."
  }
}

variable "client_security_groups" {
  description = "Security groups that may connect to the database, by the name of the client."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "peer_client_cidrs" {
  description = "Private subnets of the peer region whose services may connect to the database."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for cidr in var.peer_client_cidrs :
      can(cidrnetmask(cidr)) && can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.)", cidr)) && tonumber(split("/", cidr)[1]) > 16
    ])
    error_message = "peer_client_cidrs must hold private IPv4 subnets, smaller than a VPC's /16."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts storage, backups and performance data, in this region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.key_arn))
    error_message = "key_arn must be the ARN of a KMS key."
  }
}

variable "log_key_arn" {
  description = "ARN of the customer key that encrypts the log groups."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.log_key_arn))
    error_message = "log_key_arn must be the ARN of a KMS key."
  }
}

variable "log_retention_in_days" {
  description = "Days that the log groups keep events, at least a year."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one that CloudWatch Logs offers, a year or more."
  }
}

variable "backup_retention_in_days" {
  description = "Days to which the database can be restored at any point in time."
  type        = number
  default     = 35
  nullable    = false

  validation {
    condition     = var.backup_retention_in_days >= 7 && var.backup_retention_in_days <= 35
    error_message = "backup_retention_in_days must lie between 7 and 35."
  }
}

variable "backup_window" {
  description = "Daily backup window, UTC."
  type        = string
  default     = "06:00-07:00"
  nullable    = false

  validation {
    condition     = can(regex("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", var.backup_window))
    error_message = "backup_window must look like 06:00-07:00."
  }
}

variable "maintenance_window" {
  description = "Weekly maintenance window, UTC, while the markets are closed."
  type        = string
  default     = "sat:08:00-sat:10:00"
  nullable    = false

  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$", var.maintenance_window))
    error_message = "maintenance_window must look like sat:08:00-sat:10:00."
  }
}

variable "backup_plan" {
  description = "Value of the tag Backup, by which a backup plan selects the database."
  type        = string
  default     = "critical"
  nullable    = false
}

variable "monitoring_log_group_name" {
  description = "Log group of enhanced monitoring: RDS has one for the account, and makes it itself, unencrypted, where it is missing."
  type        = string
  default     = "RDSOSMetrics"
  nullable    = false

  validation {
    condition     = var.monitoring_log_group_name == "RDSOSMetrics"
    error_message = "RDS writes enhanced monitoring to RDSOSMetrics and nowhere else."
  }
}

variable "topic_arn" {
  description = "Topic that hears of failovers, failures, low storage and maintenance."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:sns:", var.topic_arn))
    error_message = "topic_arn must be the ARN of an SNS topic."
  }
}

variable "protected" {
  description = "Whether the data is guarded against deletion. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}
