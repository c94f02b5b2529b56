resource "aws_vpc" "main" {
  enable_dns_support = false
}

resource "aws_security_group" "web" {
  description = "Web, overridden"

  egress {
    description = "nowhere"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

locals {
  base = "${lower(var.name)}-o"
}
