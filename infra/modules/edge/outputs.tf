output "dns_name" {
  description = "Name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "Hosted zone of that name, for alias records."
  value       = aws_lb.this.zone_id
}

output "security_group_id" {
  description = "Security group of the load balancer."
  value       = aws_security_group.this.id
}

output "target_group_arns" {
  description = "Target group by service, once a listener rule leads to it."
  value       = { for name, group in aws_lb_target_group.this : name => group.arn }

  depends_on = [aws_lb_listener_rule.service]
}

output "arn_suffix" {
  description = "Load balancer as its metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "target_group_arn_suffixes" {
  description = "Target group by service, as its metrics name it."
  value       = { for name, group in aws_lb_target_group.this : name => group.arn_suffix }
}

output "api_door_arn_suffix" {
  description = "That network load balancer as its metrics name it."
  value       = aws_lb.api.arn_suffix
}

output "api_door_arn" {
  description = "Network load balancer through which the API Gateway comes in, once the load balancer behind it is its target."
  value       = aws_lb.api.arn

  depends_on = [aws_lb_target_group_attachment.api, aws_lb_listener.api]
}
