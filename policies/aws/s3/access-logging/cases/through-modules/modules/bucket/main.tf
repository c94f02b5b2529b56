variable "logged" {
  type    = bool
  default = false
}

variable "logs" {
  type    = string
  default = ""
}

# expect: clean module.logs
# expect: clean module.data
# expect: finding module.forgotten
resource "aws_s3_bucket" "this" {
  bucket_prefix = "example-"
}

resource "aws_s3_bucket_logging" "this" {
  count = var.logged ? 1 : 0

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.logs
  target_prefix = "data/"
}

output "id" {
  value = aws_s3_bucket.this.id
}
