variable "names" {
  type = set(string)
}

variable "key_arn" {
  type    = string
  default = null
}

# expect: clean module.encrypted
# expect: finding module.plain
resource "aws_cloudwatch_log_group" "this" {
  for_each   = var.names
  name       = "/app/${each.key}"
  kms_key_id = var.key_arn
}
