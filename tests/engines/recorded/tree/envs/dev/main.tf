terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
variable "names" {
  type = map(string)
}
variable "size" { default = "t9.huge" }
module "store" {
  source   = "../../modules/store"
  for_each = var.names
  name     = each.value
  rotate   = false
}
resource "aws_instance" "x" {
  count         = 2
  ami           = "ami-1"
  instance_type = var.size
}
resource "aws_security_group" "open" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
