# State and its lock live in one bucket: versioned, encrypted, readable by the deployers only. It is made once for the
# account, before the first init; another account names its own.
terraform {
  backend "s3" {
    bucket       = "trading-terraform-state-444455556666-us-east-1"
    key          = "dev/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}
