variable "description" {
  type    = string
  default = "A key"
}

variable "rotation" {
  type    = bool
  default = false
}

# expect: finding module.default
# expect: clean module.keys
resource "aws_kms_key" "this" {
  description         = var.description
  enable_key_rotation = var.rotation
}
