# What this root refuses, whatever the modules think of it. The values are those of terraform.tfvars; the plan as a whole is
# checked outside, against the real provider. A refusal is looked for in the one module that asks for the value, where there
# is such a module: a plan of both regions takes ten times as long.
mock_provider "aws" {
  source = "../../tests/mocks"
}

mock_provider "aws" {
  alias  = "dr"
  source = "../../tests/mocks"

  mock_data "aws_region" {
    defaults = {
      name        = "us-west-2"
      id          = "us-west-2"
      endpoint    = "ec2.us-west-2.amazonaws.com"
      description = "US West (Oregon)"
    }
  }
}

variables {
  database_password = "a-password-of-a-test-and-of-nothing-else"
}

run "networks_that_meet_and_a_standby_above_the_primary_are_noticed" {
  command = plan

  variables {
    internal_cidrs = ["192.168.10.0/24", "10.30.5.0/24"]
    services = {
      order-gateway = {
        image_tag     = "5.0.1"
        cpu           = 512
        memory        = 1024
        desired_count = 1
        max_count     = 4
        standby_count = 2
        priority      = 20
        path_patterns = ["/v1/orders/*"]
        data_stores   = ["database"]
      }
    }
  }

  expect_failures = [check.networks_disjoint, check.standby_is_smaller, output.endpoints]
}

run "one_region_for_both_is_refused" {
  command = plan

  variables {
    dr_region = "us-east-1"
  }

  plan_options {
    target = [module.registry_replication]
  }

  expect_failures = [var.dr_region]
}

run "zones_outside_their_region_are_refused" {
  command = plan

  variables {
    dr_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
  }

  plan_options {
    target = [module.dr.module.network]
  }

  expect_failures = [var.dr_zones]
}

run "one_number_for_two_transit_gateways_is_refused" {
  command = plan

  variables {
    dr_transit_asn = 64520
  }

  plan_options {
    target = [module.dr.module.transit_gateway]
  }

  expect_failures = [var.dr_transit_asn]
}

run "a_password_that_nobody_gave_is_refused" {
  command = plan

  variables {
    database_password = ""
  }

  plan_options {
    target = [module.primary.module.database]
  }

  expect_failures = [var.database_password]
}

run "the_internet_as_a_counterparty_is_refused" {
  command = plan

  variables {
    client_cidrs = ["0.0.0.0/0"]
  }

  plan_options {
    target = [module.primary.module.api]
  }

  expect_failures = [var.client_cidrs]
}

run "a_primary_group_by_the_pilot_s_name_is_refused" {
  command = plan

  variables {
    node_groups = {
      pilot = { instance_type = "t3.medium", size = { min = 1, desired = 2, max = 10 } }
    }
  }

  plan_options {
    target = [module.primary.module.node_group]
  }

  expect_failures = [var.node_groups]
}
