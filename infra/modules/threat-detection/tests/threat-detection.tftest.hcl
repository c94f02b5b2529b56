mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name_prefix = "trading-prod"
  bucket_arn  = "arn:aws:s3:::trading-prod-findings-111122223333-us-east-1"
  key_arn     = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "every_feature_is_on_and_findings_are_exported_encrypted" {
  command = apply

  assert {
    condition     = aws_guardduty_detector.this.enable && alltrue([for f in concat(values(aws_guardduty_detector_feature.this), [aws_guardduty_detector_feature.runtime]) : f.status == "ENABLED"])
    error_message = "A feature is off."
  }

  assert {
    condition     = toset([for c in aws_guardduty_detector_feature.runtime.additional_configuration : c.name if c.status == "ENABLED"]) == toset(["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"])
    error_message = "Some containers run unwatched."
  }

  assert {
    condition     = aws_guardduty_publishing_destination.this.destination_arn == "${var.bucket_arn}/guardduty" && aws_guardduty_publishing_destination.this.kms_key_arn == var.key_arn
    error_message = "Findings are not exported, or not encrypted."
  }
}

run "something_else_than_a_bucket_is_refused" {
  command = plan

  variables {
    bucket_arn = "trading-prod-findings"
  }

  expect_failures = [var.bucket_arn]
}
