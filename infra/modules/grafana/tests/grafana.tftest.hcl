# Plans with the real provider, so that policies are the ones that AWS would get; keys are invented, nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix                = "trading-prod"
  account_id                 = "111122223333"
  vpc_id                     = "vpc-0a1b2c3d4e5f60718"
  subnet_ids                 = ["subnet-0b1", "subnet-0b2"]
  endpoint_security_group_id = "sg-0e"
  admin_group_ids            = ["a4f8d4e8-0061-7000-8c1b-2f4a5b6c7d8e"]
  access_prefix_list_ids     = ["pl-0a1b2c3d"]
  workspace_arns             = ["arn:aws:aps:us-east-1:111122223333:workspace/ws-0f6d9d3e"]
}

run "people_sign_in_from_named_networks_and_grafana_only_reads" {
  command = plan

  assert {
    condition     = aws_grafana_workspace.this.authentication_providers == tolist(["AWS_SSO"]) && one(aws_grafana_workspace.this.network_access_control).prefix_list_ids == toset(["pl-0a1b2c3d"])
    error_message = "Somebody else may come in."
  }

  assert {
    condition     = [for s in jsondecode(data.aws_iam_policy_document.this.json).Statement : s.Resource if s.Sid == "QueryPrometheus"] == ["arn:aws:aps:us-east-1:111122223333:workspace/ws-0f6d9d3e"]
    error_message = "Other workspaces can be read."
  }

  assert {
    condition     = length([for action in flatten([for s in jsondecode(data.aws_iam_policy_document.this.json).Statement : s.Action]) : action if length(regexall(":(Put|Create|Delete|Update|Tag)", action)) > 0]) == 0
    error_message = "Grafana may change something."
  }

  assert {
    condition     = keys(aws_grafana_role_association.this) == ["ADMIN"]
    error_message = "A role without people is given."
  }
}

run "a_workspace_for_the_whole_internet_is_refused" {
  command = plan

  variables {
    access_prefix_list_ids = []
  }

  expect_failures = [var.access_prefix_list_ids]
}

run "a_workspace_that_nobody_may_change_is_refused" {
  command = plan

  variables {
    admin_group_ids = []
  }

  expect_failures = [var.admin_group_ids]
}
