variable "associate" {
  type = string
}

# expect: finding
resource "aws_ec2_transit_gateway" "left_at_the_default" {}

# expect: clean[association]
# expect: finding[propagation]
resource "aws_ec2_transit_gateway" "half" {
  default_route_table_association = "disable"
  default_route_table_propagation = "enable"
}

# expect: clean
resource "aws_ec2_transit_gateway" "told" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

# expect: unknown[association]
# expect: clean[propagation]
resource "aws_ec2_transit_gateway" "not_known" {
  default_route_table_association = var.associate
  default_route_table_propagation = "disable"
}
