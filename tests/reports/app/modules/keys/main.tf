variable "purpose" {
  type = string
}

variable "rotation" {
  type    = bool
  default = false
}

resource "aws_kms_key" "this" {
  description         = "Encrypts ${var.purpose}"
  enable_key_rotation = var.rotation
}

output "arn" {
  value = aws_kms_key.this.arn
}
