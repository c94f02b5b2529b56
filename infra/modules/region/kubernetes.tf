# The Kubernetes cluster: control plane, then the add-ons without which no node is ready, then the nodes.
module "eks" {
  source = "../eks"

  name               = var.name_prefix
  account_id         = var.account_id
  region             = var.region
  kubernetes_version = var.kubernetes_version
  vpc_id             = module.network.vpc_id
  subnet_ids         = module.network.subnet_ids["private"]
  operator_cidrs     = var.internal_cidrs
  management_cidrs   = var.management_cidrs
  access_entries     = var.cluster_access
  key_arn            = var.key_arns["compute"]
  log_group_name     = module.logs.group_names["eks"]
  venue_cidrs        = toset(flatten([for service in values(var.services) : service.venue_cidrs]))

  endpoint_security_group_id = module.network.endpoint_security_group_id
  gateway_prefix_list_ids    = local.gateway_prefix_list_ids
  data_stores                = local.data_stores
}

module "addons" {
  source = "../eks-addons"

  cluster_name     = module.eks.name
  account_id       = var.account_id
  region           = var.region
  node_group_names = values(module.node_group)[*].name
}

module "node_group" {
  source   = "../node-group"
  for_each = var.node_groups

  name              = each.key
  cluster_name      = module.addons.cluster_name
  region            = var.region
  subnet_ids        = module.network.subnet_ids["private"]
  security_group_id = module.eks.node_security_group_id
  instance_type     = each.value.instance_type
  low_latency_cores = each.value.low_latency_cores
  size              = each.value.size
  key_arn           = var.key_arns["compute"]
}

module "autoscaler" {
  source = "../cluster-autoscaler"

  cluster_name = module.eks.name
  account_id   = var.account_id
  region       = var.region
}
