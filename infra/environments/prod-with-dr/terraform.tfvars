project_name = "trading"
environment  = "prod"
account_id   = "111122223333"

primary_region          = "us-east-1"
primary_zones           = ["us-east-1a", "us-east-1b", "us-east-1c"]
primary_cidr            = "10.20.0.0/16"
primary_certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/7c2b1a90-4e6d-4d57-8f0e-6b9f2f5f8a31"

dr_region          = "us-west-2"
dr_zones           = ["us-west-2a", "us-west-2b", "us-west-2c"]
dr_cidr            = "10.30.0.0/16"
dr_certificate_arn = "arn:aws:acm:us-west-2:111122223333:certificate/c41f7e02-93ab-4d0c-a6e8-15d0b2c7e964"

primary_transit_asn = 64520
dr_transit_asn      = 64530

zone_name      = "trading.example.com"
health_service = "order-gateway"
internal_cidrs = ["192.168.10.0/24", "192.168.20.0/24"]

client_cidrs = ["192.0.2.0/25", "198.51.100.0/24"]

buckets = {
  market-data = { archive_after_days = 90, expire_after_days = 1096 }
  orders      = { archive_after_days = 180, expire_after_days = 2557, object_lock_days = 365 }
  audit       = { archive_after_days = 365, expire_after_days = 2557, object_lock_days = 2190 }
}

proxy_image_tag = "1.4.0"

services = {
  market-data = {
    image_tag     = "3.1.4"
    cpu           = 2048
    memory        = 4096
    desired_count = 6
    max_count     = 24
    priority      = 10
    path_patterns = ["/v1/market-data/*"]
    writes        = ["market-data"]
    publishes     = ["market-data"]
    data_stores   = ["cache"]
    venue_cidrs   = ["203.0.113.0/27", "203.0.113.64/27"]
    environment   = { FEED_DEPTH = "50" }
  }

  order-gateway = {
    image_tag     = "5.0.1"
    cpu           = 2048
    memory        = 8192
    desired_count = 6
    max_count     = 24
    standby_count = 2
    priority      = 20
    path_patterns = ["/v1/orders/*", "/v1/executions/*"]
    reads         = ["market-data"]
    writes        = ["orders", "audit"]
    publishes     = ["orders"]
    consumes      = ["market-data"]
    tables        = ["orders", "positions"]
    data_stores   = ["cache", "database"]
    venue_cidrs   = ["203.0.113.0/27", "203.0.113.64/27"]
    environment   = { MAX_OPEN_ORDERS = "20000" }
  }

  audit-reporter = {
    image_tag     = "1.9.0"
    cpu           = 1024
    memory        = 2048
    desired_count = 2
    max_count     = 6
    priority      = 30
    path_patterns = ["/v1/audit/*"]
    reads         = ["audit", "orders"]
    consumes      = ["orders"]
    data_stores   = ["database"]
  }
}

offices = {
  north = { address = "203.0.113.200", asn = 65010 }
  south = { address = "203.0.113.210", asn = 65020 }
}

cluster_access = {
  operators = { role_arn = "arn:aws:iam::111122223333:role/platform-operators", policy = "AmazonEKSClusterAdminPolicy" }
  auditors  = { role_arn = "arn:aws:iam::111122223333:role/platform-auditors", policy = "AmazonEKSViewPolicy" }
}

node_groups = {
  general = { instance_type = "t3.medium", size = { min = 1, desired = 2, max = 10 } }
  latency = { instance_type = "c6in.2xlarge", low_latency_cores = 4, size = { min = 1, desired = 2, max = 6 } }
}

streams = {
  market-data = { shard_count = 8, consumers = ["risk"] }
  orders      = { shard_count = 4, retention_in_hours = 336 }
}

tables = {
  positions = { hash_key = "account", range_key = "instrument", attributes = { account = "S", instrument = "S" } }
  orders = {
    hash_key      = "order_id"
    attributes    = { order_id = "S", account = "S", placed_at = "N" }
    ttl_attribute = "expires_at"
    indexes       = { by-account = { hash_key = "account", range_key = "placed_at" } }
  }
}

database        = { instance_class = "db.r7g.2xlarge", allocated_storage_in_gib = 500, max_allocated_storage_in_gib = 2000 }
cache_node_type = "cache.r7g.large"

alert_addresses         = ["trading-operations@example.com"]
grafana_admin_group_ids = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
