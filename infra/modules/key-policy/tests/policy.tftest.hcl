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

run "who_publishes_is_held_to_topics_and_queues_of_this_account" {
  command = plan

  variables {
    services = ["topics", "queues"]
  }

  assert {
    condition = {
      for s in jsondecode(output.json).Statement : s.Sid => s.Condition.ArnLike if startswith(s.Sid, "Service")
      } == {
      ServiceTopics = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:aws:sns:us-east-1:111122223333:*" }
      ServiceQueues = { "kms:EncryptionContext:aws:sqs:arn" = "arn:aws:sqs:us-east-1:111122223333:*" }
    }
    error_message = "A service may use the key for a topic or a queue of somebody else."
  }

  assert {
    condition     = [for s in jsondecode(output.json).Statement : s.Principal.Service if s.Sid == "ServiceQueues"] == [["sns.amazonaws.com", "events.amazonaws.com"]]
    error_message = "Others than rules and topics may send into the queues."
  }
}

run "audit_services_encrypt_for_this_account_only" {
  command = plan

  variables {
    services = ["config", "guardduty"]
  }

  assert {
    condition = {
      for s in jsondecode(output.json).Statement : s.Sid => s.Condition if startswith(s.Sid, "Service")
      } == {
      ServiceConfig    = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
      ServiceGuardduty = { ArnLike = { "aws:SourceArn" = "arn:aws:guardduty:us-east-1:111122223333:detector/*" } }
    }
    error_message = "An audit service may use the key for another account."
  }
}
