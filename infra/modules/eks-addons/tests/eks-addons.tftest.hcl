mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  cluster_name     = "trading-dev"
  account_id       = "111122223333"
  region           = "us-east-1"
  node_group_names = ["general"]
}

run "the_add_ons_are_there_and_network_policies_enforced" {
  assert {
    condition     = setunion(keys(aws_eks_addon.daemon), keys(aws_eks_addon.workload)) == toset(["amazon-cloudwatch-observability", "coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"])
    error_message = "An add-on is missing."
  }

  assert {
    condition     = jsondecode(aws_eks_addon.daemon["vpc-cni"].configuration_values).enableNetworkPolicy == "true"
    error_message = "Network policies are written and not enforced."
  }

  assert {
    condition     = one(aws_eks_addon.daemon["vpc-cni"].pod_identity_association).service_account == "aws-node"
    error_message = "The network add-on has no role of its own."
  }
}

run "dns_without_nodes_is_refused" {
  command = plan

  variables {
    node_group_names = []
  }

  expect_failures = [aws_eks_addon.workload["coredns"], aws_eks_addon.workload["amazon-cloudwatch-observability"]]
}

run "an_unknown_add_on_is_refused" {
  command = plan

  variables {
    versions = { aws-ebs-csi-driver = "v1.44.0-eksbuild.1" }
  }

  expect_failures = [var.versions]
}
