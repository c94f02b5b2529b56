variable "name" { type = string }
variable "rotate" {
  type    = bool
  default = true
}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_kms_key" "this" {
  description         = "k"
  enable_key_rotation = var.rotate
}
resource "aws_cloudwatch_log_group" "g" {
  name = "x"
}
output "id" { value = aws_s3_bucket.this.id }
