variable "encrypted" {
  type    = bool
  default = false
}

# expect: finding module.scratch
# expect: clean module.data
resource "aws_ebs_volume" "this" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = var.encrypted
}
