variable "bucket" {
  type = string
}

# expect: unknown
resource "aws_s3_bucket" "perhaps" {
  bucket = "example-perhaps"
}

resource "aws_lb" "web" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  access_logs {
    bucket  = var.bucket
    enabled = true
  }
}
