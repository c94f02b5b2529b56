resource "aws_security_group" "this" {
  name        = "${var.name_prefix}-grafana"
  description = "Grafana"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name_prefix}-grafana" }
}

resource "aws_vpc_security_group_egress_rule" "endpoints" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS to the endpoints of AWS services"
  referenced_security_group_id = var.endpoint_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  security_group_id            = var.endpoint_security_group_id
  description                  = "TLS from Grafana"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_grafana_workspace" "this" {
  name                     = var.name_prefix
  description              = "Dashboards of ${var.name_prefix}"
  grafana_version          = var.grafana_version
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["AWS_SSO"]
  permission_type          = "CUSTOMER_MANAGED"
  role_arn                 = aws_iam_role.this.arn
  data_sources             = ["CLOUDWATCH", "PROMETHEUS", "XRAY"]

  configuration = jsonencode({
    plugins         = { pluginAdminEnabled = false }
    unifiedAlerting = { enabled = false } # alerts are rules of the Prometheus workspace and of CloudWatch
  })

  vpc_configuration {
    security_group_ids = [aws_security_group.this.id]
    subnet_ids         = var.subnet_ids
  }

  network_access_control {
    prefix_list_ids = var.access_prefix_list_ids
    vpce_ids        = var.access_endpoint_ids
  }

  tags = { Name = var.name_prefix }
}

resource "aws_grafana_role_association" "this" {
  for_each = { for role, groups in { ADMIN = var.admin_group_ids, VIEWER = var.viewer_group_ids } : role => groups if length(groups) > 0 }

  workspace_id = aws_grafana_workspace.this.id
  role         = each.key
  group_ids    = each.value
}
