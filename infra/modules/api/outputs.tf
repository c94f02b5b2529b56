output "endpoint" {
  description = "Where the public name must point for this region: DNS name and hosted zone, for an alias record."
  value = {
    dns_name = aws_api_gateway_domain_name.this.regional_domain_name
    zone_id  = aws_api_gateway_domain_name.this.regional_zone_id
  }

  depends_on = [aws_api_gateway_base_path_mapping.this]
}

output "health_endpoint" {
  description = "Where the health of this region is asked from outside: host name and path, over TLS."
  value = {
    host = "${aws_api_gateway_rest_api.health.id}.execute-api.${var.region}.amazonaws.com"
    path = "/${aws_api_gateway_stage.health.stage_name}${var.health_path}"
  }

  depends_on = [aws_api_gateway_method_settings.health]
}

output "probe_urls" {
  description = "Where the failover's function, by its role, asks whether the region answers (health) and whether it can write (ready)."
  value = {
    for kind, path in { health = var.health_path, ready = var.ready_path } :
    kind => "https://${aws_api_gateway_rest_api.health.id}.execute-api.${var.region}.amazonaws.com/${aws_api_gateway_stage.health.stage_name}/probe${path}"
  }

  depends_on = [aws_api_gateway_method_settings.health]
}

output "metric_dimensions" {
  description = "API and stage as their metrics name them."
  value = {
    ApiName = aws_api_gateway_rest_api.trading.name
    Stage   = aws_api_gateway_stage.trading.stage_name
  }
}
