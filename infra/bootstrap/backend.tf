# A bucket cannot hold the state of its own making before it is made: the first apply keeps it in a local file, and
# `terraform init -migrate-state` moves it, once this block names the new bucket as the environments do.
terraform {
  backend "local" {}
}
