provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "elsewhere"
  region = "eu-west-1"
}

resource "aws_ec2_instance_metadata_defaults" "strict" {
  http_tokens = "required"
}

# expect: clean
resource "aws_launch_template" "by_default" {
  name = "by-default"
}

# expect: finding
resource "aws_launch_template" "loosened" {
  name = "loosened"

  metadata_options {
    http_tokens = "optional"
  }
}

# The defaults of another region do not help here.
# expect: finding
resource "aws_launch_template" "elsewhere" {
  provider = aws.elsewhere
  name     = "elsewhere"
}
