# expect: finding
resource "aws_guardduty_detector" "without_s3" {
  datasources {
    s3_logs {
      enable = false
    }

    kubernetes {
      audit_logs {
        enable = true
      }
    }
  }
}

# expect: clean
resource "aws_guardduty_detector" "with_all" {
  datasources {
    s3_logs {
      enable = true
    }
  }
}
