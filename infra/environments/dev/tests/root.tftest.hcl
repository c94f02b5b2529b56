# What this root refuses, whatever the modules think of it. The values are those of terraform.tfvars; the plan as a whole is
# checked outside, against the real provider. A refusal is looked for in the one module that asks for the value: a plan of the
# region takes ten times as long.
mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  database_password = "a-password-of-a-test-and-of-nothing-else"
}

run "zones_outside_the_region_are_refused" {
  command = plan

  variables {
    zones = ["us-west-2a", "us-west-2b", "us-west-2c"]
  }

  plan_options {
    target = [module.platform.module.network]
  }

  expect_failures = [var.zones]
}

run "a_password_that_nobody_gave_is_refused" {
  command = plan

  variables {
    database_password = ""
  }

  plan_options {
    target = [module.platform.module.database]
  }

  expect_failures = [var.database_password]
}

run "a_stream_that_is_delivered_nowhere_is_refused" {
  command = plan

  variables {
    streams = {
      market-data = {}
      orders      = {}
      prices      = {}
    }
  }

  plan_options {
    target = [module.platform.module.stream]
  }

  expect_failures = [var.streams]
}
