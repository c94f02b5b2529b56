output "attachment_id" {
  description = "The peering, once both sides route over it."
  value       = aws_ec2_transit_gateway_peering_attachment.this.id

  depends_on = [aws_ec2_transit_gateway_route.this, aws_ec2_transit_gateway_route.peer]
}
