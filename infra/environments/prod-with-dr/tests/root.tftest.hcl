# What this root refuses, whatever the modules think of it. The values are those of terraform.tfvars; the plan as a whole is
# checked outside, against the real provider.
mock_provider "aws" {
  source = "../../tests/mocks"
}

mock_provider "aws" {
  alias  = "dr"
  source = "../../tests/mocks"
}

variables {
  database_password = "a-password-of-a-test-and-of-nothing-else"
}

run "one_region_for_both_is_refused" {
  command = plan

  variables {
    dr_region = "us-east-1"
    dr_zones  = ["us-east-1a", "us-east-1b", "us-east-1c"]
  }

  expect_failures = [var.dr_region]
}

run "zones_outside_their_region_are_refused" {
  command = plan

  variables {
    dr_zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
  }

  expect_failures = [var.dr_zones]
}

run "one_number_for_two_transit_gateways_is_refused" {
  command = plan

  variables {
    dr_transit_asn = 64520
  }

  expect_failures = [var.dr_transit_asn]
}

run "a_password_that_nobody_gave_is_refused" {
  command = plan

  variables {
    database_password = ""
  }

  expect_failures = [var.database_password]
}

run "the_internet_as_a_counterparty_is_refused" {
  command = plan

  variables {
    client_cidrs = ["0.0.0.0/0"]
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

  expect_failures = [var.node_groups]
}
