project_name = "trading"
environment  = "dev"
account_id   = "444455556666"

region          = "us-east-1"
zones           = ["us-east-1a", "us-east-1b", "us-east-1c"]
cidr            = "10.40.0.0/16"
client_cidrs    = ["198.51.100.0/26"]
internal_cidrs  = ["192.168.10.0/24"]
transit_asn     = 64540
zone_name       = "dev.trading.example.com"
health_service  = "order-gateway"
certificate_arn = "arn:aws:acm:us-east-1:444455556666:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"

buckets = {
  market-data = { archive_after_days = 30, expire_after_days = 365 }
  orders      = { archive_after_days = 90, expire_after_days = 365 }
  audit       = { expire_after_days = 365, object_lock_days = 30 }
}

proxy_image_tag = "1.4.0"

services = {
  market-data = {
    image_tag     = "3.2.0"
    cpu           = 512
    memory        = 1024
    desired_count = 1
    max_count     = 3
    priority      = 10
    path_patterns = ["/v1/market-data/*"]
    writes        = ["market-data"]
    publishes     = ["market-data"]
    data_stores   = ["cache"]
    venue_cidrs   = ["203.0.113.0/27"]
    environment   = { FEED_DEPTH = "10" }
  }

  order-gateway = {
    image_tag     = "5.0.2"
    cpu           = 512
    memory        = 2048
    desired_count = 1
    max_count     = 3
    priority      = 20
    path_patterns = ["/v1/orders/*"]
    reads         = ["market-data"]
    writes        = ["orders", "audit"]
    publishes     = ["orders"]
    consumes      = ["market-data"]
    tables        = ["orders", "positions"]
    data_stores   = ["cache", "database"]
    venue_cidrs   = ["203.0.113.0/27"]
    environment   = { LOG_LEVEL = "debug", MAX_OPEN_ORDERS = "500" }
  }

  audit-reporter = {
    image_tag     = "1.9.1"
    cpu           = 512
    memory        = 1024
    desired_count = 1
    max_count     = 3
    priority      = 30
    path_patterns = ["/v1/audit/*"]
    reads         = ["audit", "orders"]
    consumes      = ["orders"]
    data_stores   = ["database"]
  }
}

offices = {
  north = { address = "198.51.100.200", asn = 65010 }
}

cluster_access = {
  operators  = { role_arn = "arn:aws:iam::444455556666:role/platform-operators", policy = "AmazonEKSClusterAdminPolicy" }
  developers = { role_arn = "arn:aws:iam::444455556666:role/trading-developers", policy = "AmazonEKSEditPolicy", namespaces = ["trading"] }
}

node_groups = {
  general = { instance_type = "t3.medium", size = { min = 1, desired = 1, max = 3 } }
}

streams = {
  market-data = {}
  orders      = {}
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

database        = { instance_class = "db.t4g.medium", allocated_storage_in_gib = 50, max_allocated_storage_in_gib = 200 }
cache_node_type = "cache.t4g.small"

alert_addresses         = ["trading-operations@example.com"]
grafana_admin_group_ids = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
