variable "subnets" {
  type = map(object({ cidr = string, public = optional(bool, false) }))
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}

# expect: finding module.network.aws_subnet.this["edge"]
# expect: clean module.network.aws_subnet.this["private"]
resource "aws_subnet" "this" {
  for_each = var.subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = each.value.public
}
