variable "types" {
  type = list(string)
}

variable "one" {
  type = string
}

# expect: finding
resource "aws_eks_cluster" "left_at_the_default" {
  name     = "left-at-the-default"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: finding
resource "aws_eks_cluster" "without_audit" {
  name     = "without-audit"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  enabled_cluster_log_types = ["api", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: clean
resource "aws_eks_cluster" "all" {
  name     = "all"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: unknown
resource "aws_eks_cluster" "not_known" {
  name     = "not-known"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  enabled_cluster_log_types = var.types

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}

# expect: unknown
resource "aws_eks_cluster" "one_not_known" {
  name     = "one-not-known"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  enabled_cluster_log_types = ["api", var.one, "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
}
