variable "value" {
  type = string
}

variable "secret" {
  type      = string
  sensitive = true
}

variable "list" {
  type    = list(string)
  default = []
}

resource "terraform_data" "this" {
  input = "${var.value}${path.module}"
}

output "name" {
  value = terraform_data.this.output
}
