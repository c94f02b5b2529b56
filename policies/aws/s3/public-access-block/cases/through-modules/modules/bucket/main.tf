variable "name" {
  type = string
}

# expect: clean module.locked
# expect: finding module.unlocked
# expect: clean module.many
# expect: clean module.half_locked
resource "aws_s3_bucket" "this" {
  bucket = var.name
}

output "id" {
  value = aws_s3_bucket.this.id
}
