variable "name_prefix" {
  description = "Start of every name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,13}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 14 lower-case letters, digits and hyphens: target groups have short names."
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

variable "region" {
  description = "Region to make; the provider that is handed in must be of it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "cidr" {
  description = "Address space of this region's VPC, a private /16."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && endswith(var.cidr, "/16")
    error_message = "cidr must be an IPv4 /16."
  }
}

variable "zones" {
  description = "The three availability zones to use, by name."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(distinct(var.zones)) == 3 && alltrue([for zone in var.zones : startswith(zone, var.region)])
    error_message = "zones must be three different availability zones of region."
  }
}

variable "nat_per_zone" {
  description = "Whether each zone has a NAT gateway of its own."
  type        = bool
  default     = true
  nullable    = false
}

variable "client_cidrs" {
  description = "Networks of the counterparties that may call the public API."
  type        = set(string)
  nullable    = false
}

variable "internal_cidrs" {
  description = "Networks of the offices, joined by VPN, that may call the services and the cluster's API server."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "peer_cidrs" {
  description = "Address space of the peer region's VPC, one or none, that may call the services."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.peer_cidrs) <= 1 && !contains(var.peer_cidrs, var.cidr)
    error_message = "peer_cidrs holds one network at most, and not this region's own."
  }
}

variable "peer_database" {
  description = "Subnets of the peer region, over the peering: of the clients that may write to this region's database, and of the database that this region's services may write to."
  type = object({
    client_cidrs   = set(string)
    database_cidrs = set(string)
  })
  default  = { client_cidrs = [], database_cidrs = [] }
  nullable = false

  validation {
    condition     = length(var.peer_cidrs) > 0 || length(setunion(var.peer_database.client_cidrs, var.peer_database.database_cidrs)) == 0
    error_message = "peer_database needs a peer: peer_cidrs is empty."
  }
}

variable "transit_asn" {
  description = "Private autonomous system number of this region's transit gateway."
  type        = number
  nullable    = false
}

variable "offices" {
  description = "Offices by name, for the VPN: public address of the office's gateway and its autonomous system number."
  type = map(object({
    address = string
    asn     = number
  }))
  default  = {}
  nullable = false
}

variable "api_domain_name" {
  description = "Public name of the API, one for all regions."
  type        = string
  nullable    = false
}

variable "client_authorities" {
  description = "Certificates, in PEM, of the authorities whose clients the public API admits."
  type        = string
  nullable    = false
}

variable "health_service" {
  description = "Service that answers for the health of the region."
  type        = string
  nullable    = false
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, one under standard support."
  type        = string
  default     = "1.33"
  nullable    = false
}

variable "cluster_access" {
  description = "Who may use the Kubernetes cluster, by name: a role, EKS's access policy for it, and the namespaces to which it is kept (all, if none)."
  type = map(object({
    role_arn   = string
    policy     = string
    namespaces = optional(set(string), [])
  }))
  default  = {}
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
  description = "Node groups by name: type of the nodes, nodes at least, at first and at most, cores for low latency (0: ordinary nodes)."
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
    condition     = sum(concat([0], [for group in values(var.node_groups) : group.size.desired])) > 0
    error_message = "A cluster needs a node to begin with: every node group starts empty."
  }
}

variable "protected" {
  description = "Whether what holds data or traffic refuses to be deleted. Only a root that is about to be destroyed sets it to false."
  type        = bool
  default     = true
  nullable    = false
}

variable "certificate_arn" {
  description = "ACM certificate of the public name, in this region."
  type        = string
  nullable    = false
}

variable "key_arns" {
  description = "Customer keys of this region by purpose: alerts, compute, data, findings, logs and trail."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(setsubtract(["alerts", "compute", "data", "findings", "logs", "trail"], keys(var.key_arns))) == 0
    error_message = "key_arns must hold alerts, compute, data, findings, logs and trail."
  }
}

variable "trail_arn" {
  description = "The trail that delivers into the trail bucket."
  type        = string
  nullable    = false
}

variable "buckets" {
  description = "Data buckets by purpose: days until archive and until expiry (never, where null), days of object lock (0: no lock)."
  type = map(object({
    archive_after_days = optional(number)
    expire_after_days  = optional(number)
    object_lock_days   = optional(number, 0)
  }))
  nullable = false

  validation {
    condition     = length(setintersection(keys(var.buckets), ["findings", "trail", "truststore"])) == 0
    error_message = "The buckets findings, trail and truststore are made by the module itself."
  }
}

variable "services" {
  description = "Services by name: image, size, tasks at least and at most, listener rule, buckets read and written, streams written and read, tables used, data stores used (database, cache), venues called, settings."
  type = map(object({
    image_tag     = string
    cpu           = number
    memory        = number
    desired_count = number
    max_count     = number
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

  validation {
    condition     = alltrue([for service in values(var.services) : !contains(["", "latest"], service.image_tag)])
    error_message = "A service names the version of its image; latest is none."
  }

  validation {
    condition = alltrue([
      for service in values(var.services) :
      length(setsubtract(setunion(service.reads, service.writes), keys(var.buckets))) == 0
    ])
    error_message = "A service reads and writes buckets of this platform only."
  }

  validation {
    condition = alltrue([
      for service in values(var.services) :
      length(setsubtract(setunion(service.publishes, service.consumes), keys(var.streams))) == 0 &&
      length(setsubtract(service.tables, keys(var.tables))) == 0 &&
      length(setsubtract(service.data_stores, ["cache", "database"])) == 0
    ])
    error_message = "A service uses streams, tables and data stores (cache, database) of this platform only."
  }
}

variable "proxy_image_tag" {
  description = "Version of the TLS proxy's image."
  type        = string
  nullable    = false

  validation {
    condition     = !contains(["", "latest"], var.proxy_image_tag)
    error_message = "proxy_image_tag must name a version; latest is none."
  }
}

variable "log_retention_in_days" {
  description = "Days that log groups keep events, at least a year."
  type        = number
  default     = 400
  nullable    = false
}

variable "replica_region" {
  description = "Peer region into which every data bucket is replicated; empty where the platform has one region."
  type        = string
  default     = ""
  nullable    = false
}

variable "replica_bucket_arns" {
  description = "The peer region's buckets by purpose."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "replica_key_arns" {
  description = "The peer region's customer keys by purpose."
  type        = map(string)
  default     = {}
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
  default     = ""
}

variable "database_password_version" {
  description = "Number of the password; raise it to write another one."
  type        = number
  default     = 1
  nullable    = false
}

variable "replica_of" {
  description = "The region whose database and tables this one replicates: its name, ARN and class of its database, ARN of each table. Empty where they are written here."
  type = object({
    region         = string
    database_arn   = string
    database_class = string
    table_arns     = map(string)
  })
  default  = { region = "", database_arn = "", database_class = "", table_arns = {} }
  nullable = false

  validation {
    condition     = var.replica_of.region != var.region
    error_message = "A region cannot replicate itself."
  }
}

variable "config_role_arn" {
  description = "Role with which AWS Config records; the account has one."
  type        = string
  nullable    = false
}

variable "linked_regions" {
  description = "Regions whose findings Security Hub gathers in this one."
  type        = set(string)
  default     = []
  nullable    = false
}
