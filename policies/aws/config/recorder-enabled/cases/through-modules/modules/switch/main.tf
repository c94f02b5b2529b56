variable "name" {
  type = string
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = var.name
  is_enabled = true
}
