data "aws_partition" "current" {}

locals {
  namespace       = "kube-system"
  service_account = "cluster-autoscaler"
  cluster_arn     = "arn:${data.aws_partition.current.partition}:eks:${var.region}:${var.account_id}:cluster/${var.cluster_name}"
}

data "aws_iam_policy_document" "this" {
  statement {
    sid = "SeeGroups"
    actions = [
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "autoscaling:DescribeLaunchConfigurations",
      "autoscaling:DescribeScalingActivities",
      "autoscaling:DescribeTags",
      "ec2:DescribeImages",
      "ec2:DescribeInstanceTypes",
      "ec2:DescribeLaunchTemplateVersions",
      "ec2:GetInstanceTypesFromInstanceRequirements",
    ]
    resources = ["*"] # none of these actions knows a resource
  }

  # Labels and taints of the nodes that an empty group would have.
  statement {
    sid       = "SeeNodeGroups"
    actions   = ["eks:DescribeNodegroup"]
    resources = ["arn:${data.aws_partition.current.partition}:eks:${var.region}:${var.account_id}:nodegroup/${var.cluster_name}/*"]
  }

  # EKS gives its groups names that nobody knows beforehand; the tags, which EKS sets itself, say whose they are.
  statement {
    sid       = "ScaleOwnGroups"
    actions   = ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    resources = ["arn:${data.aws_partition.current.partition}:autoscaling:${var.region}:${var.account_id}:autoScalingGroup:*:autoScalingGroupName/eks-*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled"
      values   = ["true"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/k8s.io/cluster-autoscaler/${var.cluster_name}"
      values   = ["owned"]
    }
  }
}

module "role" {
  source = "../pod-role"

  name            = "${var.cluster_name}-${var.region}-autoscaler"
  account_id      = var.account_id
  cluster_arn     = local.cluster_arn
  namespace       = local.namespace
  service_account = local.service_account
  policies        = { scale-node-groups = data.aws_iam_policy_document.this.json }
}

resource "aws_eks_pod_identity_association" "this" {
  cluster_name    = var.cluster_name
  namespace       = local.namespace
  service_account = local.service_account
  role_arn        = module.role.arn

  tags = { Name = "${var.cluster_name}-autoscaler" }
}
