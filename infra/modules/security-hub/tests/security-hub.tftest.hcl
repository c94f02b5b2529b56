mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  linked_regions = ["us-west-2"]
}

run "the_standards_are_subscribed_and_other_regions_findings_gathered" {
  command = apply

  assert {
    condition     = output.standard_arns["cis-aws-foundations-benchmark/v/3.0.0"] == "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0"
    error_message = "A standard is missing."
  }

  assert {
    condition     = aws_securityhub_finding_aggregator.this[0].specified_regions == toset(["us-west-2"])
    error_message = "Findings of the other region stay there."
  }
}

run "a_region_that_is_gathered_from_gathers_nothing" {
  command = plan

  variables {
    linked_regions = []
  }

  assert {
    condition     = length(aws_securityhub_finding_aggregator.this) == 0
    error_message = "Two regions gather from each other."
  }
}

run "a_region_that_gathers_its_own_findings_is_refused" {
  command = plan

  variables {
    linked_regions = ["us-east-1"]
  }

  expect_failures = [aws_securityhub_finding_aggregator.this[0]]
}

run "leaving_out_the_standard_of_aws_is_refused" {
  command = plan

  variables {
    standards = ["pci-dss/v/4.0.1"]
  }

  expect_failures = [var.standards]
}
