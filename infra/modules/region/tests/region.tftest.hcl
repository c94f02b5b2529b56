# Every plan of a whole region takes as long as a dozen of a module: what can be asserted of one plan is, and a refusal is
# looked for in the one module that asks for the value.
mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix             = "trading-dev"
  account_id              = "111122223333"
  region                  = "us-east-1"
  cidr                    = "10.20.0.0/16"
  zones                   = ["us-east-1a", "us-east-1b", "us-east-1c"]
  client_cidrs            = ["198.51.100.0/26"]
  internal_cidrs          = ["192.168.10.0/24"]
  peer_cidrs              = ["10.30.0.0/16"]
  transit_asn             = 64512
  offices                 = { north = { address = "198.51.100.200", asn = 65010 } }
  certificate_arn         = "arn:aws:acm:us-east-1:111122223333:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  api_domain_name         = "api.trading.example.com"
  client_authorities      = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
  health_service          = "orders"
  trail_arn               = "arn:aws:cloudtrail:us-east-1:111122223333:trail/trading-dev"
  config_role_arn         = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
  proxy_image_tag         = "1.4.0"
  database                = { instance_class = "db.r7g.large" }
  database_password       = "a-password-of-a-test-and-of-nothing-else"
  cache_node_type         = "cache.r7g.large"
  grafana_admin_group_ids = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
  alert_addresses         = ["trading-operations@example.com"]

  key_arns = {
    for purpose in ["alerts", "compute", "data", "findings", "logs", "trail"] :
    purpose => "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }

  buckets = {
    market-data = { expire_after_days = 400 }
    orders      = { expire_after_days = 2557, object_lock_days = 365 }
  }

  streams = {
    orders = {}
  }

  tables = {
    positions = { hash_key = "account", attributes = { account = "S" } }
  }

  node_groups = {
    general = { instance_type = "t3.medium", size = { min = 1, desired = 2, max = 10 } }
    latency = { instance_type = "c6in.2xlarge", low_latency_cores = 4, size = { min = 0, desired = 0, max = 6 } }
  }

  services = {
    orders = {
      image_tag     = "5.0.2"
      cpu           = 512
      memory        = 2048
      desired_count = 2
      max_count     = 6
      priority      = 10
      path_patterns = ["/v1/orders/*"]
      writes        = ["orders"]
      publishes     = ["orders"]
      tables        = ["positions"]
      data_stores   = ["database"]
      venue_cidrs   = ["203.0.113.0/27"]
    }
    quotes = {
      image_tag     = "3.2.0"
      cpu           = 512
      memory        = 1024
      desired_count = 1
      max_count     = 3
      priority      = 20
      path_patterns = ["/v1/quotes/*"]
      reads         = ["market-data"]
    }
  }
}

run "the_primary_region_keeps_watches_and_grants_what_it_declares" {
  command = plan

  assert {
    condition = jsonencode({ for store, clients in local.data_clients : store => sort(keys(clients)) }) == jsonencode({
      cache    = ["nodes"]
      database = ["nodes", "service-orders"]
    })
    error_message = "A data store lets a service in that does not use it, or keeps one out that does."
  }

  assert {
    condition = jsonencode({ for name, grants in local.service_grants : name => sort(keys(grants)) }) == jsonencode({
      orders = ["SignInToDatabase", "UseTables", "WriteStreams"]
      quotes = []
    })
    error_message = "A service may do more, or less, than it declares."
  }

  assert {
    condition     = tolist(local.service_grants["orders"].SignInToDatabase.resources) == tolist(["arn:aws:rds-db:us-east-1:111122223333:dbuser:*/orders"])
    error_message = "A service does not sign in to an instance that took another's place, or by another name than its own."
  }

  assert {
    condition     = [length(module.table), length(module.table_replica), length(module.database_secret)] == [1, 0, 1]
    error_message = "The primary region replicates somebody."
  }

  assert {
    condition     = length([for component in values(local.components) : component if component.kind == "database-replica"]) == 0
    error_message = "The lag of a replica that is none is watched."
  }

  assert {
    condition = toset([for component in values(local.components) : component.kind]) == toset([
      "api", "cache-node", "certificate", "database", "dead-letters", "delivery", "event-rule", "function", "kubernetes",
      "load-balancer", "nat-gateway", "network-load-balancer", "service", "stream", "table", "target-group", "topic",
      "transit-gateway", "vault", "vpn",
    ])
    error_message = "A component is not watched, or one is that is not there."
  }

  assert {
    condition     = setsubtract(keys(module.alarms.kinds), [for component in values(local.components) : component.kind]) == toset(["bucket-replica", "database-replica", "table-replica"])
    error_message = "The catalogue knows a kind that no region has."
  }

  assert {
    condition     = [local.components["rotation"].dimensions.FunctionName, local.components["certificate"].dimensions.CertificateArn] == ["trading-dev-trading-rotation", var.certificate_arn]
    error_message = "The rotation of the password or the end of the certificate is looked for elsewhere."
  }
}

run "a_region_with_a_source_replicates_it" {
  command = plan

  variables {
    database_password = ""
    replica_region    = "us-west-2"
    replica_key_arns  = { data = "arn:aws:kms:us-west-2:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10" }
    replica_bucket_arns = {
      for purpose in ["findings", "market-data", "orders", "trail", "truststore"] : purpose => "arn:aws:s3:::trading-dev-us-west-2-${purpose}"
    }
    replica_of = {
      region         = "us-west-2"
      database_arn   = "arn:aws:rds:us-west-2:111122223333:db:trading-dev-trading"
      database_class = "db.r7g.large"
      table_arns     = { positions = "arn:aws:dynamodb:us-west-2:111122223333:table/trading-dev-positions" }
    }
  }

  assert {
    condition     = [length(module.table), length(module.table_replica), length(module.database_secret)] == [0, 1, 0]
    error_message = "The recovery region keeps data of its own."
  }

  assert {
    condition = tolist(local.service_grants["orders"].SignInToDatabase.resources) == tolist([
      "arn:aws:rds-db:us-east-1:111122223333:dbuser:*/orders",
      "arn:aws:rds-db:us-west-2:111122223333:dbuser:*/orders",
    ])
    error_message = "A service cannot sign in to the writer of the peer region, which a failback sends it to."
  }

  assert {
    condition     = contains([for component in values(local.components) : component.kind], "database-replica")
    error_message = "Nobody watches the lag of the replica."
  }

  assert {
    condition     = length([for component in values(local.components) : component if component.kind == "function"]) == 0
    error_message = "A rotation is watched that runs in the other region."
  }
}

run "the_provider_and_the_certificate_of_another_region_are_noticed" {
  command = plan

  variables {
    region = "us-west-2"
    zones  = ["us-west-2a", "us-west-2b", "us-west-2c"]
  }

  expect_failures = [check.provider_of_region, check.certificate_in_region]
}

run "a_stream_without_a_bucket_is_refused" {
  command = plan

  variables {
    streams = { prices = {} }
  }

  plan_options {
    target = [module.stream]
  }

  expect_failures = [var.streams]
}

run "a_cluster_that_starts_without_a_node_is_refused" {
  command = plan

  variables {
    node_groups = {
      general = { instance_type = "t3.medium", size = { min = 0, desired = 0, max = 10 } }
    }
  }

  plan_options {
    target = [module.node_group]
  }

  expect_failures = [var.node_groups]
}

run "a_region_that_replicates_itself_is_refused" {
  command = plan

  variables {
    replica_of = {
      region         = "us-east-1"
      database_arn   = "arn:aws:rds:us-east-1:111122223333:db:trading-dev-trading"
      database_class = "db.r7g.large"
      table_arns     = { positions = "arn:aws:dynamodb:us-east-1:111122223333:table/trading-dev-positions" }
    }
  }

  plan_options {
    target = [module.table_replica]
  }

  expect_failures = [var.replica_of]
}

run "a_cluster_manager_outside_the_vpn_is_refused" {
  command = plan

  variables {
    management_cidrs = ["203.0.113.0/24"]
  }

  plan_options {
    target = [module.eks]
  }

  expect_failures = [var.management_cidrs]
}
