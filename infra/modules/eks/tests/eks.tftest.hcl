mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name                       = "trading-dev"
  account_id                 = "111122223333"
  region                     = "us-east-1"
  vpc_id                     = "vpc-0a1b2c3d4e5f60718"
  subnet_ids                 = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
  operator_cidrs             = ["192.168.10.0/24"]
  endpoint_security_group_id = "sg-1a1b2c3d4e5f60718"
  gateway_prefix_list_ids    = { s3 = "pl-63a5400a" }
  data_stores                = { database = { security_group_id = "sg-2a1b2c3d4e5f60718", port = 5432 } }
  venue_cidrs                = ["203.0.113.0/27"]
  management_cidrs           = ["192.168.10.0/24"]
  key_arn                    = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  log_group_name             = "/aws/eks/trading-dev/cluster"
  access_entries = {
    operators = { role_arn = "arn:aws:iam::111122223333:role/platform-operators", policy = "AmazonEKSClusterAdminPolicy" }
    traders = {
      role_arn   = "arn:aws:iam::111122223333:role/trading-developers"
      policy     = "AmazonEKSEditPolicy"
      namespaces = ["trading"]
    }
  }
}

run "the_control_plane_is_private_encrypted_and_logged" {
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "The API server has a public address."
  }

  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == var.key_arn
    error_message = "Secrets are not encrypted with the customer key."
  }

  assert {
    condition     = length(aws_eks_cluster.this.enabled_cluster_log_types) == 5
    error_message = "A log of the control plane is off."
  }
}

run "access_is_by_entries_and_kept_to_what_they_say" {
  command = plan

  assert {
    condition = {
      for name, association in aws_eks_access_policy_association.this : name => association.access_scope[0].type
    } == { operators = "cluster", traders = "namespace" }
    error_message = "An entry reaches further than it says."
  }

  assert {
    condition     = !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions
    error_message = "Whoever makes the cluster is its administrator."
  }
}

run "nothing_leaves_a_node_for_anywhere" {
  command = plan

  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.nodes_to_groups) == ["api-server", "database", "endpoints"]
    error_message = "A node reaches another group."
  }

  assert {
    condition     = [for rule in values(aws_vpc_security_group_egress_rule.nodes_to_venues) : rule.cidr_ipv4] == ["203.0.113.0/27"]
    error_message = "A node reaches another network than a venue's."
  }

  assert {
    condition = [
      for rule in values(aws_vpc_security_group_egress_rule.nodes_to_management) : "${rule.cidr_ipv4}:${rule.from_port}"
    ] == ["192.168.10.0/24:443"]
    error_message = "Agents do not reach the cluster manager, or reach more of it than its door."
  }
}

run "a_venue_or_a_manager_as_wide_as_the_internet_is_refused" {
  command = plan

  variables {
    venue_cidrs      = ["0.0.0.0/0"]
    management_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.venue_cidrs, var.management_cidrs]
}

run "nodes_that_could_not_pull_an_image_are_refused" {
  command = plan

  variables {
    gateway_prefix_list_ids = {}
  }

  expect_failures = [var.gateway_prefix_list_ids]
}

run "a_log_group_that_eks_would_not_use_is_refused" {
  command = plan

  variables {
    log_group_name = "/trading-dev/eks"
  }

  expect_failures = [aws_eks_cluster.this]
}

run "a_version_out_of_support_is_refused" {
  command = plan

  variables {
    kubernetes_version = "1.27"
  }

  expect_failures = [var.kubernetes_version]
}

run "a_policy_that_eks_does_not_offer_is_refused" {
  command = plan

  variables {
    access_entries = {
      operators = { role_arn = "arn:aws:iam::111122223333:role/platform-operators", policy = "AdministratorAccess" }
    }
  }

  expect_failures = [var.access_entries]
}
