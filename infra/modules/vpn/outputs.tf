output "connection_ids" {
  description = "VPN connection by office."
  value       = { for office, connection in aws_vpn_connection.this : office => connection.id }
}

output "tunnel_addresses" {
  description = "The two addresses of AWS that each office's gateway calls."
  value = {
    for office, connection in aws_vpn_connection.this :
    office => [connection.tunnel1_address, connection.tunnel2_address]
  }
}

output "office_prefix_list_id" {
  description = "Prefix list of the offices' public addresses."
  value       = aws_ec2_managed_prefix_list.offices.id
}
