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
  name_prefix     = "trading-prod"
  account_id      = "111122223333"
  key_arn         = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  email_addresses = ["trading-operations@example.com"]
}

run "the_topic_is_encrypted_and_takes_alerts_of_this_account_over_tls" {
  command = plan

  assert {
    condition     = aws_sns_topic.this.kms_master_key_id == var.key_arn
    error_message = "The topic is not encrypted with the customer key."
  }

  assert {
    condition = { for s in jsondecode(data.aws_iam_policy_document.topic.json).Statement : s.Sid => lookup(s, "Condition", {}) } == {
      TlsOnly         = { Bool = { "aws:SecureTransport" = "false" } }
      ServicesPublish = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
      RulesPublish    = {}
    }
    error_message = "The topic takes alerts of somebody else."
  }

  assert {
    condition     = [for s in aws_sns_topic_subscription.email : s.endpoint] == ["trading-operations@example.com"]
    error_message = "The alerts go to somebody else."
  }
}

run "what_an_on_call_tool_does_not_take_is_kept" {
  command = plan

  variables {
    https_endpoints = ["https://oncall.example.com/aws"]
  }

  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letters.kms_master_key_id == var.key_arn
    error_message = "What was not taken is lost, or not encrypted."
  }
}

run "a_topic_that_nobody_listens_to_is_a_warning" {
  command = plan

  variables {
    email_addresses = []
  }

  expect_failures = [check.somebody_listens]
}

run "an_endpoint_without_tls_is_refused" {
  command = plan

  variables {
    https_endpoints = ["http://oncall.example.com/aws"]
  }

  expect_failures = [var.https_endpoints]
}

run "an_address_that_is_none_is_refused" {
  command = plan

  variables {
    email_addresses = ["operations"]
  }

  expect_failures = [var.email_addresses]
}
