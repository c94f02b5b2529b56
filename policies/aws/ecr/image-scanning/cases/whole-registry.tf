provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "recovery"
  region = "us-west-2"
}

# expect: clean
resource "aws_ecr_repository" "covered" {
  name = "covered"
}

# expect: finding
resource "aws_ecr_repository" "of_another_region" {
  provider = aws.recovery
  name     = "of-another-region"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}
