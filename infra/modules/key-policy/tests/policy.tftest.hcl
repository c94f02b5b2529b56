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
  account_id = "111122223333"
}

run "a_key_without_services_admits_the_account_alone" {
  command = plan

  assert {
    condition     = [for s in jsondecode(output.json).Statement : s.Principal] == [{ AWS = "arn:aws:iam::111122223333:root" }]
    error_message = "Only the account itself may use a key for which no service is named."
  }
}

run "log_delivery_may_use_the_key_for_this_account_s_groups_only" {
  command = plan

  variables {
    services = ["logs"]
  }

  assert {
    condition = jsondecode(output.json).Statement[1] == {
      Sid       = "ServiceLogs"
      Effect    = "Allow"
      Principal = { Service = "logs.us-east-1.amazonaws.com" }
      Action    = ["kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Encrypt", "kms:DescribeKey", "kms:Decrypt"]
      Resource  = "*"
      Condition = {
        ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:us-east-1:111122223333:log-group:*" }
      }
    }
    error_message = "CloudWatch Logs gets more, or less, than its own use of the key."
  }
}

run "auto_scaling_may_grant_the_key_to_volumes_only" {
  command = plan

  variables {
    services = ["autoscaling"]
  }

  assert {
    condition = [
      for s in jsondecode(output.json).Statement : [s.Principal.AWS, s.Condition] if s.Action == "kms:CreateGrant"
      ] == [[
        "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
        { Bool = { "kms:GrantIsForAWSResource" = "true" } },
    ]]
    error_message = "The key may be granted to something else than an AWS resource."
  }
}

run "a_service_that_is_not_known_is_refused" {
  command = plan

  variables {
    services = ["s3"]
  }

  expect_failures = [var.services]
}
