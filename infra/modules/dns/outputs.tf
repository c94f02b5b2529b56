output "zone_id" {
  description = "Hosted zone."
  value       = aws_route53_zone.this.zone_id
}

output "zone_name" {
  description = "Domain of the zone."
  value       = aws_route53_zone.this.name
}

output "name_servers" {
  description = "Name servers to which the parent delegates the domain."
  value       = aws_route53_zone.this.name_servers
}

output "ds_record" {
  description = "DS record that the parent publishes; until it does, DNSSEC proves nothing."
  value       = aws_route53_key_signing_key.this.ds_record
}
