# The services that clients call, and the doors before them.
locals {
  gateway_prefix_list_ids = { s3 = module.network.s3_prefix_list_id, dynamodb = module.network.dynamodb_prefix_list_id }

  # A service signs in, by its own name and no other, to whichever instance takes the writes. That cannot be named by its
  # resource id: a failback replaces instances, and the id of the next one does not exist yet; and while the traffic returns
  # the writer stands in the peer region.
  sign_in_regions = compact([var.region, var.replica_region])

  # What each service may do with streams, tables and data stores: only what it declares, and nothing that it does not.
  service_grants = {
    for name, service in var.services : name => merge(
      length(service.publishes) == 0 ? {} : {
        WriteStreams = {
          actions   = ["kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"]
          resources = [for purpose in service.publishes : module.stream.stream_arns[purpose]]
        }
      },
      length(service.consumes) == 0 ? {} : {
        ReadStreams = {
          actions   = ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
          resources = [for purpose in service.consumes : module.stream.stream_arns[purpose]]
        }
      },
      length(service.tables) == 0 ? {} : {
        UseTables = {
          actions = [
            "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query",
            "dynamodb:UpdateItem",
          ]
          resources = flatten([for purpose in service.tables : [local.table_arns[purpose], "${local.table_arns[purpose]}/index/*"]])
        }
      },
      !contains(service.data_stores, "database") ? {} : {
        SignInToDatabase = {
          actions   = ["rds-db:connect"]
          resources = [for region in local.sign_in_regions : "arn:${data.aws_partition.current.partition}:rds-db:${region}:${var.account_id}:dbuser:*/${replace(name, "-", "_")}"]
        }
      },
      !contains(service.data_stores, "cache") ? {} : {
        SignInToCache = {
          actions   = ["elasticache:Connect"]
          resources = [module.cache.arn, module.cache.user_arn]
        }
      },
    )
  }
}

module "registry" {
  source = "../registry"

  name_prefix  = var.name_prefix
  account_id   = var.account_id
  region       = var.region
  repositories = toset(concat(keys(var.services), ["tls-proxy", "cluster-autoscaler"], tolist(var.mirrored_images)))
  key_arn      = var.key_arns["data"]
  protected    = var.protected
}

module "cluster" {
  source = "../cluster"

  name                = var.name_prefix
  key_arn             = var.key_arns["logs"]
  exec_log_group_name = module.logs.group_names["exec"]
}

module "edge" {
  source = "../edge"

  name_prefix       = var.name_prefix
  vpc_id            = module.network.vpc_id
  subnet_ids        = module.network.subnet_ids["private"]
  service_cidrs     = module.network.subnet_cidrs["private"]
  internal_cidrs    = local.joined_cidrs
  certificate_arn   = var.certificate_arn
  log_bucket        = module.log_delivery.bucket_name
  log_prefix        = module.log_delivery.alb_prefix
  waf_log_group_arn = module.logs.group_arns["waf"]
  health_service    = var.health_service
  protected         = var.protected

  services = {
    for name, service in var.services :
    name => { priority = service.priority, path_patterns = service.path_patterns }
  }
}

module "api" {
  source = "../api"

  name_prefix          = var.name_prefix
  account_id           = var.account_id
  region               = var.region
  domain_name          = var.api_domain_name
  certificate_arn      = var.certificate_arn
  client_authorities   = var.client_authorities
  client_cidrs         = var.client_cidrs
  truststore_bucket    = module.storage.bucket_names["truststore"]
  truststore_key_arn   = var.key_arns["data"]
  door_arn             = module.edge.api_door_arn
  waf_log_group_arn    = module.logs.group_arns["waf-api"]
  access_log_group_arn = module.logs.group_arns["api"]
}

module "service" {
  source   = "../service"
  for_each = var.services

  name_prefix   = var.name_prefix
  name          = each.key
  account_id    = var.account_id
  region        = var.region
  cluster_arn   = module.cluster.arn
  cpu           = each.value.cpu
  memory        = each.value.memory
  desired_count = each.value.desired_count
  max_count     = each.value.max_count
  venue_cidrs   = each.value.venue_cidrs
  environment   = merge({ LOG_LEVEL = "info" }, each.value.environment)

  image           = "${module.registry.repository_urls[each.key]}:${each.value.image_tag}"
  proxy_image     = "${module.registry.repository_urls["tls-proxy"]}:${var.proxy_image_tag}"
  repository_arns = [for name in [each.key, "tls-proxy"] : module.registry.repository_arns[name]]

  log_group_name = module.logs.group_names["service-${each.key}"]
  log_group_arn  = module.logs.group_arns["service-${each.key}"]

  vpc_id                          = module.network.vpc_id
  subnet_ids                      = module.network.subnet_ids["private"]
  load_balancer_security_group_id = module.edge.security_group_id
  endpoint_security_group_id      = module.network.endpoint_security_group_id
  gateway_prefix_list_ids         = local.gateway_prefix_list_ids
  target_group_arn                = module.edge.target_group_arns[each.key]

  readable_bucket_arns = [for purpose in each.value.reads : module.storage.bucket_arns[purpose]]
  writable_bucket_arns = [for purpose in each.value.writes : module.storage.bucket_arns[purpose]]
  data_key_arn         = var.key_arns["data"]
  key_services         = ["kinesis", "dynamodb"]
  grants               = local.service_grants[each.key]
  data_stores          = { for name in each.value.data_stores : name => local.data_stores[name] }

  # Of the peer region's data stores the database alone is ever written from here: while a failback returns the traffic.
  peer_data_stores = {
    for name in each.value.data_stores : name => { cidrs = var.peer_database.database_cidrs, port = module.database.port }
    if name == "database"
  }

  parameter_arns = {
    for name in each.value.data_stores : "${upper(name)}_HOST" => module.parameters.arns["${name}/host"]
  }
}
