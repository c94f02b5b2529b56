variable "parameters" {
  type = map(string)
}

# expect: clean module.strict
# expect: finding module.lax
resource "aws_db_parameter_group" "this" {
  family = "postgres14"

  dynamic "parameter" {
    for_each = var.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}
