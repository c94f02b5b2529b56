locals {
  # Written in no particular order.
  prefix   = "${local.base}-${terraform.workspace}"
  base     = lower(var.name)
  subnets  = { for i, zone in local.zones : zone => cidrsubnet(var.cidr, 8, i) }
  zones    = [for letter in ["a", "b", "c"] : "${var.regions.primary}${letter}"]
  settings = merge({ level = "info" }, try(var.anything[2], {}))
  page     = templatefile("${path.module}/templates/page.tftpl", { title = local.prefix, items = local.zones })
}

data "aws_region" "here" {}

data "aws_region" "there" {
  provider = aws.dr
}

data "aws_partition" "here" {}

resource "aws_vpc" "main" {
  cidr_block           = var.cidr
  enable_dns_hostnames = true
  tags                 = { Name = local.prefix, Region = data.aws_region.here.name, Partition = data.aws_partition.here.partition }
}

resource "aws_subnet" "zone" {
  for_each = local.subnets

  vpc_id            = aws_vpc.main.id
  availability_zone = each.key
  cidr_block        = each.value
  tags              = { Name = "${local.prefix}-${each.key}" }
}

resource "aws_security_group" "web" {
  name        = "${local.prefix}-web"
  description = "Web"
  vpc_id      = aws_vpc.main.id

  dynamic "ingress" {
    for_each = var.ports
    iterator = port

    content {
      description = "port ${port.key}"
      from_port   = port.value
      to_port     = port.value
      protocol    = "tcp"
      cidr_blocks = [for s in aws_subnet.zone : s.cidr_block]
    }
  }

  egress {
    description = "out"
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ssm_parameter" "page" {
  count = var.replicas

  name  = "/${local.prefix}/page/${count.index}"
  type  = "String"
  value = local.page
}

resource "aws_ssm_parameter" "password" {
  name  = "/${local.prefix}/password"
  type  = "SecureString"
  value = var.password
}

resource "aws_iam_user" "admin" {
  for_each = var.admins
  name     = each.value
  path     = var.legacy == null ? "/" : var.legacy
}

resource "aws_iam_user_policy" "admin" {
  for_each = aws_iam_user.admin

  name   = each.key
  user   = each.value.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

module "key" {
  source = "./modules/key"

  name   = "${local.prefix}-main"
  admins = var.admins
}

module "key_dr" {
  source    = "./modules/key"
  providers = { aws = aws.dr }

  name = "${local.prefix}-dr"
}

module "store" {
  source   = "./modules/store"
  for_each = var.stores

  name      = "${local.prefix}-${each.key}"
  settings  = each.value
  key_arn   = each.key == "logs" ? module.key.arn : null
  key_alias = module.key.alias
}

module "web" {
  source = "./modules/web"
  count  = 2
  providers = {
    aws         = aws
    aws.reserve = aws.dr
  }

  name  = "${local.prefix}-${count.index}"
  store = module.store["logs"]
  sizes = [for i in range(count.index + 1) : i * 10]
}

check "sizes" {
  assert {
    condition     = length(module.web) == 2
    error_message = "Two are needed."
  }
}

moved {
  from = aws_vpc.old
  to   = aws_vpc.main
}

output "stores" {
  value = { for name, store in module.store : name => store.bucket }
}

output "password" {
  value     = var.password
  sensitive = true
}

output "sizes" {
  value = module.web[*].sizes
}
