# The policy as the real provider writes it: no AWS is asked.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variables {
  name_prefix  = "trading-dev"
  account_id   = "111122223333"
  region       = "us-east-1"
  repositories = ["order-gateway", "rancher/rancher-agent"]
  key_arn      = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "no_repository_opens_to_another_account" {
  command = plan

  assert {
    condition     = keys(aws_ecr_repository_policy.this) == ["order-gateway", "rancher/rancher-agent"]
    error_message = "A repository has no policy."
  }

  assert {
    condition = alltrue([
      for policy in values(aws_ecr_repository_policy.this) : jsondecode(policy.policy).Statement == [{
        Sid       = "OwnAccountOnly"
        Effect    = "Deny"
        Action    = "ecr:*"
        Principal = "*"
        Condition = {
          StringNotEquals = { "aws:PrincipalAccount" = "111122223333" }
          Bool            = { "aws:PrincipalIsAWSService" = "false" }
        }
      }]
    ])
    error_message = "A repository's policy grants something, or lets another account in."
  }
}
