mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix                = "trading-prod"
  cluster_arn                = "arn:aws:eks:us-east-1:111122223333:cluster/trading-prod"
  workspace_arn              = "arn:aws:aps:us-east-1:111122223333:workspace/ws-0f6d9d3e"
  vpc_id                     = "vpc-0a1b2c3d4e5f60718"
  subnet_ids                 = ["subnet-0b1", "subnet-0b2", "subnet-0b3"]
  api_security_group_id      = "sg-0c"
  node_security_group_id     = "sg-0d"
  endpoint_security_group_id = "sg-0e"
}

run "the_collector_reads_the_cluster_and_labels_what_it_reads" {
  command = apply

  assert {
    condition     = yamldecode(aws_prometheus_scraper.this.scrape_configuration).global.external_labels == { cluster = "trading-prod", region = "us-east-1" }
    error_message = "Samples do not say where they come from."
  }

  assert {
    condition     = yamldecode(aws_prometheus_scraper.this.scrape_configuration).scrape_configs[*].job_name == ["kubernetes-apiservers", "kubelet", "cadvisor", "pods"]
    error_message = "Something is not read."
  }

  assert {
    condition     = toset([for r in concat(values(aws_vpc_security_group_egress_rule.nodes), [aws_vpc_security_group_egress_rule.api_server, aws_vpc_security_group_egress_rule.endpoints]) : r.referenced_security_group_id]) == toset(["sg-0c", "sg-0d", "sg-0e"])
    error_message = "The collector reaches more than the cluster and the endpoints."
  }
}

run "something_else_than_a_cluster_is_refused" {
  command = plan

  variables {
    cluster_arn = "trading-prod"
  }

  expect_failures = [var.cluster_arn]
}

run "one_reading_an_hour_is_refused" {
  command = plan

  variables {
    scrape_interval = "1h"
  }

  expect_failures = [var.scrape_interval]
}
