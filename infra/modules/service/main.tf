locals {
  upstream_port = 8080
  proxy         = { cpu = 256, memory = 256 }

  app_container = {
    name                   = var.name
    image                  = var.image
    essential              = true
    user                   = "10001:10001"
    privileged             = false
    readonlyRootFilesystem = true
    cpu                    = var.cpu - local.proxy.cpu
    memory                 = var.memory - local.proxy.memory
    environment = [
      for key, value in merge({ AWS_REGION = var.region, LISTEN = "127.0.0.1:${local.upstream_port}" }, var.environment) :
      { name = key, value = value }
    ]
    secrets = [for key, arn in var.parameter_arns : { name = key, valueFrom = arn }]
    linuxParameters = {
      initProcessEnabled = true
      capabilities       = { drop = ["ALL"] }
    }
    mountPoints = [{ sourceVolume = "app-scratch", containerPath = "/scratch", readOnly = false }]
    ulimits     = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]
    stopTimeout = 60
    healthCheck = {
      command     = ["CMD", "/app/healthcheck"]
      interval    = 10
      timeout     = 5
      retries     = 3
      startPeriod = 30
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = var.log_group_name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = var.name
      }
    }
  }

  proxy_container = jsondecode(templatefile("${path.module}/templates/tls-proxy.json.tftpl", {
    image         = var.proxy_image
    app_name      = var.name
    listen_port   = var.port
    upstream_port = local.upstream_port
    log_group     = var.log_group_name
    region        = var.region
    settings = {
      MIN_TLS_VERSION = "1.2"
      REQUEST_TIMEOUT = "${var.request_timeout_seconds}s"
    }
  }))
}

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.name_prefix}-${var.name}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.app_container, local.proxy_container])

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  dynamic "volume" {
    for_each = toset(["app-scratch", "proxy-run"])

    content {
      name = volume.value
    }
  }

  tags = { Name = "${var.name_prefix}-${var.name}" }
}

resource "aws_security_group" "this" {
  name        = "${var.name_prefix}-${var.name}"
  description = "Tasks of ${var.name}"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name_prefix}-${var.name}" }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS from the load balancer"
  referenced_security_group_id = var.load_balancer_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
}

resource "aws_vpc_security_group_egress_rule" "endpoints" {
  security_group_id            = aws_security_group.this.id
  description                  = "TLS to the interface endpoints"
  referenced_security_group_id = var.endpoint_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "gateways" {
  for_each = var.gateway_prefix_list_ids

  security_group_id = aws_security_group.this.id
  description       = "TLS to ${each.key} through its gateway endpoint"
  prefix_list_id    = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "data_stores" {
  for_each = var.data_stores

  security_group_id            = aws_security_group.this.id
  description                  = "To ${each.key}"
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

# Over the peering a data store has no group that could be named here: it is reached by its networks.
resource "aws_vpc_security_group_egress_rule" "peer_data_stores" {
  for_each = merge([
    for name, store in var.peer_data_stores : { for cidr in store.cidrs : "${name}:${cidr}" => { name = name, cidr = cidr, port = store.port } }
  ]...)

  security_group_id = aws_security_group.this.id
  description       = "To ${each.value.name} in the peer region"
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "venues" {
  for_each = var.venue_cidrs

  security_group_id = aws_security_group.this.id
  description       = "TLS to the venue ${each.value}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_ecs_service" "this" {
  name                               = var.name
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.this.arn
  desired_count                      = var.desired_count
  launch_type                        = "FARGATE"
  platform_version                   = "LATEST"
  availability_zone_rebalancing      = "ENABLED"
  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = 60
  enable_execute_command             = false
  enable_ecs_managed_tags            = true
  propagate_tags                     = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = var.target_group_arn
    container_name   = local.proxy_container.name
    container_port   = var.port
  }

  tags = { Name = "${var.name_prefix}-${var.name}" }

  depends_on = [aws_iam_role_policy.execution, aws_iam_role_policy.task]

  # The number of tasks follows the load, and a failover.
  lifecycle {
    ignore_changes = [desired_count]
  }
}
