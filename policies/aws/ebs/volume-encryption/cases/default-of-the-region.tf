provider "aws" {
  region = "eu-central-1"
}

provider "aws" {
  alias  = "elsewhere"
  region = "eu-west-1"
}

resource "aws_ebs_encryption_by_default" "here" {}

resource "aws_ebs_encryption_by_default" "elsewhere" {
  provider = aws.elsewhere
  enabled  = false
}

# expect: clean
resource "aws_ebs_volume" "here" {
  availability_zone = "eu-central-1a"
  size              = 10
}

# expect: finding
resource "aws_ebs_volume" "elsewhere" {
  provider          = aws.elsewhere
  availability_zone = "eu-west-1a"
  size              = 10
}
