variable "group" {
  type = string
}

variable "groups" {
  type = set(string)
}

data "aws_canonical_user_id" "current" {}

resource "aws_s3_bucket" "data" { # expect: clean
  bucket = "example-data"
}

# expect: finding
resource "aws_s3_bucket_acl" "everybody" {
  bucket = aws_s3_bucket.data.id

  access_control_policy {
    grant {
      permission = "FULL_CONTROL"

      grantee {
        id   = data.aws_canonical_user_id.current.id
        type = "CanonicalUser"
      }
    }

    grant {
      permission = "READ_ACP"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }

    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
}

# expect: finding
resource "aws_s3_bucket_acl" "everybody_with_an_account" {
  bucket = aws_s3_bucket.data.id

  access_control_policy {
    grant {
      permission = "READ"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
    }

    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
}

# expect: clean
resource "aws_s3_bucket_acl" "log_delivery" {
  bucket = aws_s3_bucket.data.id

  access_control_policy {
    grant {
      permission = "WRITE"

      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }

    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
}

# expect: unknown
resource "aws_s3_bucket_acl" "group_not_known" {
  bucket = aws_s3_bucket.data.id

  access_control_policy {
    grant {
      permission = "READ"

      grantee {
        type = "Group"
        uri  = var.group
      }
    }

    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
}

# expect: unknown
resource "aws_s3_bucket_acl" "groups_not_known" {
  bucket = aws_s3_bucket.data.id

  access_control_policy {
    dynamic "grant" {
      for_each = var.groups

      content {
        permission = "READ"

        grantee {
          type = "Group"
          uri  = grant.value
        }
      }
    }

    owner {
      id = data.aws_canonical_user_id.current.id
    }
  }
}

# expect: finding
resource "aws_s3_bucket" "legacy" {
  bucket = "example-legacy"

  grant {
    type        = "Group"
    permissions = ["READ"]
    uri         = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
  }
}
