variable "status" {
  type = string
}

resource "aws_guardduty_detector" "this" { # expect: clean
  enable = true
}

# expect: clean
resource "aws_guardduty_detector_feature" "s3" {
  detector_id = aws_guardduty_detector.this.id
  name        = "S3_DATA_EVENTS"
  status      = "ENABLED"
}

# expect: finding
resource "aws_guardduty_detector_feature" "databases" {
  detector_id = aws_guardduty_detector.this.id
  name        = "RDS_LOGIN_EVENTS"
  status      = "DISABLED"
}

# expect: unknown
resource "aws_guardduty_detector_feature" "who_knows" {
  detector_id = aws_guardduty_detector.this.id
  name        = "EKS_AUDIT_LOGS"
  status      = var.status
}

# expect: finding
resource "aws_guardduty_organization_configuration_feature" "functions" {
  detector_id = aws_guardduty_detector.this.id
  name        = "LAMBDA_NETWORK_LOGS"
  auto_enable = "NONE"
}
