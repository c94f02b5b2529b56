variable "log_bucket" {
  type    = string
  default = null
}

# expect: finding module.silent
# expect: clean module.logged
resource "aws_lb" "this" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]

  dynamic "access_logs" {
    for_each = var.log_bucket[*]

    content {
      bucket  = access_logs.value
      enabled = true
    }
  }
}
