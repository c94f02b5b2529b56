variable "project_name" {
  description = "Name of the platform; it starts every resource's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,8}$", var.project_name))
    error_message = "project_name must be 2 to 9 lower-case letters and digits."
  }
}

variable "environment" {
  description = "Name of the environment; it follows the project's in every name."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment must be dev or prod."
  }
}

variable "account_id" {
  description = "AWS account into which this root deploys."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "primary_region" {
  description = "Region that serves clients."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.primary_region))
    error_message = "primary_region must be the name of a region, such as us-east-1."
  }
}

variable "dr_region" {
  description = "Recovery region."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region))
    error_message = "dr_region must be the name of a region, such as us-west-2."
  }

  validation {
    condition     = var.dr_region != var.primary_region
    error_message = "dr_region must be another region than primary_region."
  }
}

variable "primary_zones" {
  description = "Three availability zones of the primary region."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for zone in var.primary_zones : startswith(zone, var.primary_region)])
    error_message = "primary_zones must lie in primary_region."
  }
}

variable "dr_zones" {
  description = "Three availability zones of the recovery region."
  type        = list(string)
  nullable    = false

  validation {
    condition     = alltrue([for zone in var.dr_zones : startswith(zone, var.dr_region)])
    error_message = "dr_zones must lie in dr_region."
  }
}

variable "primary_cidr" {
  description = "Address space of the primary VPC, a private /16."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.primary_cidr)) && endswith(var.primary_cidr, "/16")
    error_message = "primary_cidr must be an IPv4 /16."
  }
}

variable "dr_cidr" {
  description = "Address space of the recovery VPC, a private /16 that does not meet the primary one."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.dr_cidr)) && endswith(var.dr_cidr, "/16")
    error_message = "dr_cidr must be an IPv4 /16."
  }
}

variable "primary_certificate_arn" {
  description = "ACM certificate of the public name, in the primary region."
  type        = string
  nullable    = false
}

variable "dr_certificate_arn" {
  description = "ACM certificate of the public name, in the recovery region."
  type        = string
  nullable    = false
}

variable "services" {
  description = "Services by name: image, size, tasks in each region at least and at most, listener rule, buckets read and written, streams written and read, tables used, data stores used (database, cache), venues called, settings."
  type = map(object({
    image_tag     = string
    cpu           = number
    memory        = number
    desired_count = number
    max_count     = number
    standby_count = optional(number, 1)
    priority      = number
    path_patterns = list(string)
    reads         = optional(set(string), [])
    writes        = optional(set(string), [])
    publishes     = optional(set(string), [])
    consumes      = optional(set(string), [])
    tables        = optional(set(string), [])
    data_stores   = optional(set(string), [])
    venue_cidrs   = optional(set(string), [])
    environment   = optional(map(string), {})
  }))
  nullable = false
}

variable "client_cidrs" {
  description = "Networks of the counterparties that may call the public API."
  type        = set(string)
  nullable    = false

  validation {
    condition     = !contains(var.client_cidrs, "0.0.0.0/0")
    error_message = "client_cidrs names counterparties; the whole internet is none."
  }
}

variable "buckets" {
  description = "Data buckets by purpose: days until archive and until expiry (never, where null), days of object lock."
  type = map(object({
    archive_after_days = optional(number)
    expire_after_days  = optional(number)
    object_lock_days   = optional(number, 0)
  }))
  nullable = false
}

variable "proxy_image_tag" {
  description = "Version of the TLS proxy's image."
  type        = string
  nullable    = false
}

variable "zone_name" {
  description = "Domain of the platform, delegated to this root's hosted zone by its parent."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$", var.zone_name))
    error_message = "zone_name must be a domain without a final dot, such as trading.example.com."
  }
}

variable "health_service" {
  description = "Service that answers for the health of a region."
  type        = string
  nullable    = false

  validation {
    condition     = contains(keys(var.services), var.health_service)
    error_message = "health_service must be one of services."
  }
}

variable "internal_cidrs" {
  description = "Networks of the offices, joined by VPN."
  type        = set(string)
  nullable    = false
}

variable "offices" {
  description = "Offices by name, for the VPN: public address of the office's gateway and its autonomous system number."
  type = map(object({
    address = string
    asn     = number
  }))
  nullable = false
}

variable "primary_transit_asn" {
  description = "Private autonomous system number of the primary region's transit gateway."
  type        = number
  nullable    = false
}

variable "dr_transit_asn" {
  description = "Private autonomous system number of the recovery region's transit gateway."
  type        = number
  nullable    = false

  validation {
    condition     = var.dr_transit_asn != var.primary_transit_asn
    error_message = "Two transit gateways that are peered need two numbers."
  }
}

variable "cluster_access" {
  description = "Who may use the Kubernetes cluster, by name: a role, EKS's access policy for it, and the namespaces to which it is kept (all, if none)."
  type = map(object({
    role_arn   = string
    policy     = string
    namespaces = optional(set(string), [])
  }))
  nullable = false
}

variable "management_cidrs" {
  description = "Networks with the server of a cluster manager, such as Rancher, to which its agents in the cluster open a connection; of internal_cidrs."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.management_cidrs, var.internal_cidrs)) == 0
    error_message = "A cluster manager is reached over the VPN: management_cidrs must be of internal_cidrs."
  }
}

variable "mirrored_images" {
  description = "Images of others that run in the cluster, by name: each gets a repository, into which somebody copies it."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "node_groups" {
  description = "Node groups of the primary region by name: type of the nodes, nodes at least, at first and at most, cores for low latency (0: ordinary nodes)."
  type = map(object({
    instance_type     = string
    low_latency_cores = optional(number, 0)
    size = object({
      min     = number
      desired = number
      max     = number
    })
  }))
  nullable = false

  validation {
    condition     = !contains(keys(var.node_groups), "pilot")
    error_message = "The group pilot is the recovery region's own."
  }
}

variable "pilot_instance_type" {
  description = "Type of the one node that keeps the recovery region's cluster alive."
  type        = string
  default     = "t3.small"
  nullable    = false
}

variable "protected" {
  description = "Whether what holds data or traffic refuses to be deleted. Set it to false, and apply, before a destroy."
  type        = bool
  default     = true
  nullable    = false
}

variable "streams" {
  description = "Streams by purpose: shards (on demand if null), hours that records are kept, consumers with a throughput of their own. Each is delivered into the bucket of the same purpose."
  type = map(object({
    shard_count        = optional(number)
    retention_in_hours = optional(number, 168)
    consumers          = optional(set(string), [])
  }))
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.streams), keys(var.buckets))) == 0
    error_message = "Every stream needs a bucket of the same purpose, into which it is delivered."
  }
}

variable "tables" {
  description = "Tables by purpose: keys, types of the key attributes (S, N or B), attribute that holds the expiry, secondary indexes."
  type = map(object({
    hash_key      = string
    range_key     = optional(string)
    attributes    = map(string)
    ttl_attribute = optional(string)
    indexes = optional(map(object({
      hash_key  = string
      range_key = optional(string)
    })), {})
  }))
  nullable = false
}

variable "database" {
  description = "The database: class of its instance, storage at first and at most in GiB. A replica needs a class that is fit to be promoted."
  type = object({
    instance_class               = string
    allocated_storage_in_gib     = optional(number, 100)
    max_allocated_storage_in_gib = optional(number, 1000)
  })
  nullable = false
}

variable "cache_node_type" {
  description = "Type of the cache's nodes."
  type        = string
  nullable    = false
}

variable "alert_addresses" {
  description = "Addresses that receive the alerts; each must confirm once."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "grafana_admin_group_ids" {
  description = "Groups of IAM Identity Center that administer Grafana."
  type        = set(string)
  nullable    = false
}

variable "database_password" {
  description = "Administrator's password of the database; it reaches neither plan nor state. scripts/with-database-password.sh gives it."
  type        = string
  ephemeral   = true
  sensitive   = true
  nullable    = false

  validation {
    condition     = length(var.database_password) >= 32
    error_message = "database_password is missing or shorter than 32 characters. It is in no file: run Terraform by scripts/with-database-password.sh, which reads it from Secrets Manager or makes one up."
  }
}

variable "database_password_version" {
  description = "Number of the password; raise it to write another one."
  type        = number
  default     = 1
  nullable    = false
}

variable "recovery_targets" {
  description = "Minutes that a failover may take, and that may be lost of databases and of objects. They may be stricter than 15, 5 and 15, never laxer."
  type = object({
    time_minutes           = optional(number, 15)
    database_point_minutes = optional(number, 5)
    object_point_minutes   = optional(number, 15)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.recovery_targets.time_minutes <= 15 && var.recovery_targets.database_point_minutes <= 5 && var.recovery_targets.object_point_minutes <= 15
    error_message = "The platform promises to recover within 15 minutes and to lose no more than 5 minutes of databases and 15 of objects."
  }
}

variable "recovery_assumptions" {
  description = "Seconds that AWS takes, by assumption, until a node is ready, a task is ready, a replica is promoted. Put the figures of the last exercise here."
  type = object({
    node_start_seconds = optional(number, 240)
    task_start_seconds = optional(number, 120)
    promotion_seconds  = optional(number, 300)
  })
  default  = {}
  nullable = false
}

variable "failover" {
  description = "How a failover is noticed and taken back: minutes of silence, seconds that a person takes to decide, minutes between two mirrors, minutes that the primary must be well before it serves again, slices of the traffic and minutes between two of them, when the drill runs (UTC)."
  type = object({
    silence_minutes       = optional(number, 3)
    decision_seconds      = optional(number, 120)
    mirror_minutes        = optional(number, 5)
    stabilisation_minutes = optional(number, 30)
    slices                = optional(number, 4)
    return_step_minutes   = optional(number, 10)
    drill_schedule        = optional(string, "cron(0 10 ? * SAT#2 *)")
  })
  default  = {}
  nullable = false
}
