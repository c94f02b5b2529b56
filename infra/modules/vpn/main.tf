resource "aws_customer_gateway" "this" {
  for_each = var.offices

  type        = "ipsec.1"
  ip_address  = each.value.address
  bgp_asn     = each.value.asn
  device_name = each.key

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

# Two tunnels an office, each to another device of AWS; routes come by BGP, so that a tunnel that dies takes its routes along.
resource "aws_vpn_connection" "this" {
  for_each = var.offices

  type                  = "ipsec.1"
  transit_gateway_id    = var.transit_gateway_id
  customer_gateway_id   = aws_customer_gateway.this[each.key].id
  static_routes_only    = false
  preshared_key_storage = "SecretsManager"

  tunnel1_ike_versions                    = ["ikev2"]
  tunnel1_phase1_encryption_algorithms    = ["AES256-GCM-16"]
  tunnel1_phase1_integrity_algorithms     = ["SHA2-384", "SHA2-512"]
  tunnel1_phase1_dh_group_numbers         = [20, 21]
  tunnel1_phase2_encryption_algorithms    = ["AES256-GCM-16"]
  tunnel1_phase2_integrity_algorithms     = ["SHA2-384", "SHA2-512"]
  tunnel1_phase2_dh_group_numbers         = [20, 21]
  tunnel1_dpd_timeout_action              = "restart"
  tunnel1_startup_action                  = "start"
  tunnel1_enable_tunnel_lifecycle_control = true

  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled       = true
      log_group_arn     = var.log_group_arn
      log_output_format = "json"
    }
  }

  tunnel2_ike_versions                    = ["ikev2"]
  tunnel2_phase1_encryption_algorithms    = ["AES256-GCM-16"]
  tunnel2_phase1_integrity_algorithms     = ["SHA2-384", "SHA2-512"]
  tunnel2_phase1_dh_group_numbers         = [20, 21]
  tunnel2_phase2_encryption_algorithms    = ["AES256-GCM-16"]
  tunnel2_phase2_integrity_algorithms     = ["SHA2-384", "SHA2-512"]
  tunnel2_phase2_dh_group_numbers         = [20, 21]
  tunnel2_dpd_timeout_action              = "restart"
  tunnel2_startup_action                  = "start"
  tunnel2_enable_tunnel_lifecycle_control = true

  tunnel2_log_options {
    cloudwatch_log_options {
      log_enabled       = true
      log_group_arn     = var.log_group_arn
      log_output_format = "json"
    }
  }

  tags = { Name = "${var.name_prefix}-${each.key}" }
}

resource "aws_ec2_transit_gateway_route_table_association" "this" {
  for_each = var.offices

  transit_gateway_attachment_id  = aws_vpn_connection.this[each.key].transit_gateway_attachment_id
  transit_gateway_route_table_id = var.transit_route_table_ids["outside"]
}

resource "aws_ec2_transit_gateway_route_table_propagation" "this" {
  for_each = var.offices

  transit_gateway_attachment_id  = aws_vpn_connection.this[each.key].transit_gateway_attachment_id
  transit_gateway_route_table_id = var.transit_route_table_ids["inside"]
}

# The offices as the internet sees them, for services of AWS that admit people by address.
resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "${var.name_prefix}-offices"
  address_family = "IPv4"
  max_entries    = 10

  dynamic "entry" {
    for_each = var.offices

    content {
      cidr        = "${entry.value.address}/32"
      description = entry.key
    }
  }

  tags = { Name = "${var.name_prefix}-offices" }
}
