variable "name" {
  type = string
}

variable "ports" {
  type = map(number)
}

# Attributes that are written as blocks, one of them dynamic.
resource "aws_security_group" "this" {
  name = var.name

  dynamic "ingress" {
    for_each = var.ports
    iterator = port
    content {
      description = "the ${port.key} port"
      from_port   = port.value
      to_port     = port.value
      protocol    = "tcp"
      cidr_blocks = ["10.1.0.0/16", "10.0.0.0/16"]
    }
  }

  ingress {
    from_port = "8080"
    to_port   = "8080"
    protocol  = "tcp"
    self      = "true"
  }

  egress = []
}

resource "aws_network_acl" "this" {
  vpc_id = "vpc-1"

  ingress {
    rule_no    = 100
    action     = "allow"
    protocol   = "tcp"
    cidr_block = "10.0.0.0/8"
    from_port  = 443
    to_port    = 443
  }
}

output "group_id" {
  value = aws_security_group.this.id
}

output "ingress" {
  value = aws_security_group.this.ingress
}
