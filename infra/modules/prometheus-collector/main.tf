data "aws_region" "current" {}

resource "aws_security_group" "this" {
  name        = "${var.name_prefix}-collector"
  description = "Collector of metrics"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name_prefix}-collector" }
}

resource "aws_vpc_security_group_egress_rule" "api_server" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS to the API server"
  referenced_security_group_id = var.api_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  for_each = var.node_port_ranges

  security_group_id            = aws_security_group.this.id
  description                  = "Metrics of the ${each.key}"
  referenced_security_group_id = var.node_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to
}

resource "aws_vpc_security_group_egress_rule" "endpoints" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS to the endpoints of AWS services"
  referenced_security_group_id = var.endpoint_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_ingress_rule" "api_server" {
  security_group_id            = var.api_security_group_id
  description                  = "TLS from the collector of metrics"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_ingress_rule" "nodes" {
  for_each = var.node_port_ranges

  security_group_id            = var.node_security_group_id
  description                  = "Metrics of the ${each.key}, from the collector"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.from
  to_port                      = each.value.to
}

resource "aws_prometheus_scraper" "this" {
  alias = var.name_prefix
  scrape_configuration = templatefile("${path.module}/templates/scrape.yaml.tftpl", {
    cluster  = element(split("/", var.cluster_arn), 1)
    region   = data.aws_region.current.name
    interval = var.scrape_interval
  })

  source {
    eks {
      cluster_arn        = var.cluster_arn
      subnet_ids         = var.subnet_ids
      security_group_ids = [aws_security_group.this.id]
    }
  }

  destination {
    amp {
      workspace_arn = var.workspace_arn
    }
  }

  tags = { Name = var.name_prefix }
}
