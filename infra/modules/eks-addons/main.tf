data "aws_partition" "current" {}

locals {
  # A node is ready once these run on it, so they are there before the first node. Policies between pods are enforced by the
  # network add-on itself.
  daemons = {
    vpc-cni = {
      configuration = { enableNetworkPolicy = "true", env = { ENABLE_PREFIX_DELEGATION = "true" } }
      roles         = { aws-node = module.cni_role.arn }
    }
    kube-proxy             = { configuration = {}, roles = {} }
    eks-pod-identity-agent = { configuration = {}, roles = {} }
  }

  # By add-on, the roles of its service accounts.
  workloads = {
    coredns                         = {}
    amazon-cloudwatch-observability = { cloudwatch-agent = module.agent_role.arn }
  }

  cluster_arn = "arn:${data.aws_partition.current.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"
}

module "cni_role" {
  source = "../pod-role"

  name                = "${var.cluster_name}-${var.region}-cni"
  account_id          = var.account_id
  cluster_arn         = local.cluster_arn
  namespace           = "kube-system"
  service_account     = "aws-node"
  managed_policy_arns = ["arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKS_CNI_Policy"]
}

module "agent_role" {
  source = "../pod-role"

  name            = "${var.cluster_name}-${var.region}-cloudwatch-agent"
  account_id      = var.account_id
  cluster_arn     = local.cluster_arn
  namespace       = "amazon-cloudwatch"
  service_account = "cloudwatch-agent"

  managed_policy_arns = [
    "arn:${data.aws_partition.current.partition}:iam::aws:policy/CloudWatchAgentServerPolicy",
    "arn:${data.aws_partition.current.partition}:iam::aws:policy/AWSXrayWriteOnlyAccess",
  ]
}

resource "aws_eks_addon" "daemon" {
  for_each = local.daemons

  cluster_name                = var.cluster_name
  addon_name                  = each.key
  addon_version               = lookup(var.versions, each.key, null)
  configuration_values        = length(each.value.configuration) == 0 ? null : jsonencode(each.value.configuration)
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = each.value.roles

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = { Name = "${var.cluster_name}-${each.key}" }
}

# These run on nodes like any other pod, so they wait for them.
resource "aws_eks_addon" "workload" {
  for_each = local.workloads

  cluster_name                = var.cluster_name
  addon_name                  = each.key
  addon_version               = lookup(var.versions, each.key, null)
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"

  dynamic "pod_identity_association" {
    for_each = each.value

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  tags = { Name = "${var.cluster_name}-${each.key}" }

  lifecycle {
    precondition {
      condition     = length(var.node_group_names) > 0
      error_message = "CoreDNS never comes up in a cluster without nodes: node_group_names is empty."
    }
  }
}
