# The real provider writes the policy: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  cluster_name = "trading-dev"
  account_id   = "111122223333"
  region       = "us-east-1"
}

run "the_autoscaler_scales_its_own_groups_and_no_others" {
  command = plan

  assert {
    condition = [
      for s in jsondecode(data.aws_iam_policy_document.this.json).Statement : [s.Resource, s.Condition.StringEquals] if s.Sid == "ScaleOwnGroups"
      ] == [[
        "arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*:autoScalingGroupName/eks-*",
        {
          "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled"     = "true"
          "aws:ResourceTag/k8s.io/cluster-autoscaler/trading-dev" = "owned"
        },
    ]]
    error_message = "The autoscaler may scale groups of somebody else."
  }

  assert {
    condition = alltrue(flatten([
      for s in jsondecode(data.aws_iam_policy_document.this.json).Statement : [
        for action in s.Action : can(regex("^(autoscaling|ec2):(Describe|Get)", action))
      ] if s.Resource == "*"
    ]))
    error_message = "An action that changes something is allowed on everything."
  }

  assert {
    condition     = output.service_account == "kube-system/cluster-autoscaler"
    error_message = "The manifest names another service account."
  }
}

run "an_account_that_is_none_is_refused" {
  command = plan

  variables {
    account_id = "production"
  }

  expect_failures = [var.account_id]
}
