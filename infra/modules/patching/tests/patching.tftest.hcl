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
  name_prefix = "trading-prod"
  account_id  = "111122223333"
  log_key_arn = "arn:aws:kms:us-east-1:111122223333:key/1f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  topic_arn   = "arn:aws:sns:us-east-1:111122223333:trading-prod-alerts"
}

run "security_patches_are_approved_in_days_and_installed_in_the_window" {
  command = plan

  assert {
    condition     = alltrue([for b in values(aws_ssm_patch_baseline.this) : b.approval_rule[0].approve_after_days == 3 && b.approval_rule[0].compliance_level == "CRITICAL" && b.rejected_patches_action == "BLOCK"])
    error_message = "A baseline waits too long."
  }

  assert {
    condition     = { for o, w in aws_ssm_maintenance_window.this : o => w.schedule } == { Install = "cron(0 8 ? * SAT *)", Scan = "cron(0 5 ? * * *)" }
    error_message = "Patches are installed while the markets are open."
  }

  assert {
    condition     = alltrue([for t in values(aws_ssm_maintenance_window_task.this) : t.task_arn == "AWS-RunPatchBaseline" && t.max_concurrency == "25%"])
    error_message = "Too many instances are patched at the same time."
  }
}

run "the_window_sends_one_command_to_instances_of_the_group" {
  command = plan

  assert {
    condition = { for s in jsondecode(data.aws_iam_policy_document.window.json).Statement : s.Sid => s.Resource if s.Action == "ssm:SendCommand" } == {
      SendPatchCommand      = "arn:aws:ssm:us-east-1::document/AWS-RunPatchBaseline"
      ToInstancesOfTheGroup = "arn:aws:ec2:us-east-1:111122223333:instance/*"
    }
    error_message = "The window may send other commands."
  }

  assert {
    condition     = [for s in jsondecode(data.aws_iam_policy_document.window.json).Statement : s.Condition.StringEquals["ssm:resourceTag/PatchGroup"] if s.Sid == "ToInstancesOfTheGroup"] == ["platform"]
    error_message = "Instances of another group are reached."
  }
}

run "patching_everything_at_the_same_time_is_refused" {
  command = plan

  variables {
    max_concurrency = "100%"
  }

  expect_failures = [var.max_concurrency]
}

run "approving_after_a_month_is_refused" {
  command = plan

  variables {
    approve_after_days = 30
  }

  expect_failures = [var.approve_after_days]
}
