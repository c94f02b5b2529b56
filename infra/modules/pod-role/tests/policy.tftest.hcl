# The real provider writes the trust policy: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name            = "trading-dev-us-east-1-cni"
  account_id      = "111122223333"
  cluster_arn     = "arn:aws:eks:us-east-1:111122223333:cluster/trading-dev"
  namespace       = "kube-system"
  service_account = "aws-node"
}

run "one_service_account_of_one_cluster_takes_the_role" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Effect    = "Allow"
      Action    = ["sts:TagSession", "sts:AssumeRole"]
      Principal = { Service = "pods.eks.amazonaws.com" }
      Condition = {
        StringEquals = {
          "aws:SourceAccount"                         = "111122223333"
          "aws:RequestTag/kubernetes-namespace"       = "kube-system"
          "aws:RequestTag/kubernetes-service-account" = "aws-node"
        }
        ArnEquals = { "aws:SourceArn" = "arn:aws:eks:us-east-1:111122223333:cluster/trading-dev" }
      }
    }]
    error_message = "Somebody else may take the role."
  }
}

run "a_role_for_every_service_account_is_refused" {
  command = plan

  variables {
    service_account = "*"
  }

  expect_failures = [var.service_account]
}

run "an_administrator_is_refused" {
  command = plan

  variables {
    managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
  }

  expect_failures = [var.managed_policy_arns]
}
