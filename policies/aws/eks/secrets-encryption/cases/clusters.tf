variable "resources" {
  type = set(string)
}

variable "keys" {
  type = set(string)
}

# expect: finding
resource "aws_eks_cluster" "left_at_the_default" {
  name     = "left-at-the-default"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: clean
resource "aws_eks_cluster" "encrypted" {
  name     = "encrypted"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0123abcd"
    }
  }

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: unknown
resource "aws_eks_cluster" "not_known" {
  name     = "not-known"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  encryption_config {
    resources = var.resources

    provider {
      key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0123abcd"
    }
  }

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: unknown
resource "aws_eks_cluster" "perhaps" {
  name     = "perhaps"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  dynamic "encryption_config" {
    for_each = var.keys

    content {
      resources = ["secrets"]

      provider {
        key_arn = encryption_config.value
      }
    }
  }

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}
