variable "insights" {
  type = set(string)
}

# expect: clean
resource "aws_cloudtrail" "both" {
  name           = "both"
  s3_bucket_name = "example-trail"

  dynamic "insight_selector" {
    for_each = ["ApiCallRateInsight", "ApiErrorRateInsight"]

    content {
      insight_type = insight_selector.value
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "one" {
  name           = "one"
  s3_bucket_name = "example-trail"

  insight_selector {
    insight_type = "ApiCallRateInsight"
  }
}

# expect: finding
resource "aws_cloudtrail" "none" {
  name           = "none"
  s3_bucket_name = "example-trail"
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name           = "who-knows"
  s3_bucket_name = "example-trail"

  dynamic "insight_selector" {
    for_each = var.insights

    content {
      insight_type = insight_selector.value
    }
  }
}
