variable "kinds" {
  type = list(string)
}

# expect: clean
resource "aws_cloudtrail" "advanced" {
  name           = "advanced"
  s3_bucket_name = "example-trail"

  advanced_event_selector {
    name = "Management"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }
  }

  advanced_event_selector {
    name = "Objects"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "advanced_writes_alone" {
  name           = "advanced-writes-alone"
  s3_bucket_name = "example-trail"

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::S3::Object"]
    }

    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }
  }
}

# expect: clean
resource "aws_cloudtrail" "classic" {
  name           = "classic"
  s3_bucket_name = "example-trail"

  event_selector {
    read_write_type = "All"

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "classic_reads_alone" {
  name           = "classic-reads-alone"
  s3_bucket_name = "example-trail"

  event_selector {
    read_write_type = "ReadOnly"

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "functions_alone" {
  name           = "functions-alone"
  s3_bucket_name = "example-trail"

  event_selector {
    data_resource {
      type   = "AWS::Lambda::Function"
      values = ["arn:aws:lambda"]
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "default" {
  name           = "default"
  s3_bucket_name = "example-trail"
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name           = "who-knows"
  s3_bucket_name = "example-trail"

  dynamic "advanced_event_selector" {
    for_each = var.kinds

    content {
      field_selector {
        field  = "eventCategory"
        equals = ["Data"]
      }

      field_selector {
        field  = "resources.type"
        equals = [advanced_event_selector.value]
      }
    }
  }
}

# expect: finding
resource "aws_cloudtrail" "management_alone" {
  name           = "management-alone"
  s3_bucket_name = "example-trail"

  event_selector {
    include_management_events = true
  }
}

# expect: finding
resource "aws_cloudtrail" "of_functions" {
  name           = "of-functions"
  s3_bucket_name = "example-trail"

  advanced_event_selector {
    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::Lambda::Function"]
    }
  }
}
