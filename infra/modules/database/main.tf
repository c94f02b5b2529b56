# One PostgreSQL instance with its standby. With source_region it is a replica of a database elsewhere, made so that a
# promotion changes nothing but who may write.
data "aws_region" "current" {}

locals {
  identifier    = "${var.name_prefix}-${var.name}"
  database_name = var.name
  port          = 5432
  replica       = var.source_region != ""
  logs          = toset(["postgresql", "upgrade"])

  # Sizes in ascending order, to compare a replica with its source.
  sizes = concat(
    ["micro", "small", "medium", "large", "xlarge"],
    [for factor in [2, 4, 8, 12, 16, 24, 32, 48] : "${factor}xlarge"],
  )
  size        = index(local.sizes, split(".", var.instance_class)[2])
  source_size = local.replica ? index(local.sizes, split(".", var.source_instance_class)[2]) : 0
  burstable   = startswith(var.instance_class, "db.t")
}

resource "aws_db_subnet_group" "this" {
  name        = local.identifier
  description = "Data subnets of ${local.identifier}"
  subnet_ids  = var.subnet_ids

  tags = { Name = local.identifier }
}

resource "aws_security_group" "this" {
  name        = "${local.identifier}-database"
  description = "Database ${local.identifier}"
  vpc_id      = var.vpc_id

  tags = { Name = "${local.identifier}-database" }
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.client_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.port
  to_port                      = local.port
}

# Over the peering a client has no group that could be named here, so it is admitted by its network. While a failback
# returns the traffic, the services of the other region write to this database.
resource "aws_vpc_security_group_ingress_rule" "peers" {
  for_each = var.peer_client_cidrs

  security_group_id = aws_security_group.this.id
  description       = "PostgreSQL from the peer region"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = local.port
  to_port           = local.port
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${local.identifier}-"
  description = "TLS only, audited, slow statements logged"
  family      = "postgres${var.engine_version}"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_connections"
    value = "1"
  }

  parameter {
    name  = "log_disconnections"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }

  parameter {
    name  = "idle_in_transaction_session_timeout"
    value = "60000"
  }

  parameter {
    name  = "pgaudit.log"
    value = "ddl,role"
  }

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements,pgaudit"
    apply_method = "pending-reboot"
  }

  tags = { Name = local.identifier }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.logs

  name              = "/aws/rds/instance/${local.identifier}/${each.value}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_key_arn

  tags = { Name = "${local.identifier}-${each.value}" }
}

resource "aws_db_instance" "this" {
  identifier     = local.identifier
  engine         = local.replica ? null : "postgres"
  engine_version = local.replica ? null : var.engine_version
  instance_class = var.instance_class
  db_name        = local.replica ? null : local.database_name

  replicate_source_db = local.replica ? var.source_arn : null

  username                            = local.replica ? null : var.username
  password_wo                         = local.replica ? null : var.password
  password_wo_version                 = local.replica ? null : var.password_version
  iam_database_authentication_enabled = true

  multi_az               = true
  publicly_accessible    = false
  port                   = local.port
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  ca_cert_identifier     = "rds-ca-rsa2048-g1"
  parameter_group_name   = aws_db_parameter_group.this.name

  storage_type          = "gp3"
  allocated_storage     = local.replica ? null : var.allocated_storage_in_gib
  max_allocated_storage = var.max_allocated_storage_in_gib
  storage_encrypted     = true
  kms_key_id            = var.key_arn

  backup_retention_period  = var.backup_retention_in_days
  backup_window            = var.backup_window
  copy_tags_to_snapshot    = true
  delete_automated_backups = !var.protected

  deletion_protection       = var.protected
  skip_final_snapshot       = !var.protected
  final_snapshot_identifier = "${local.identifier}-final"

  maintenance_window          = var.maintenance_window
  auto_minor_version_upgrade  = true
  allow_major_version_upgrade = false
  apply_immediately           = false

  monitoring_interval                   = 15
  monitoring_role_arn                   = aws_iam_role.monitoring.arn
  enabled_cloudwatch_logs_exports       = local.logs
  database_insights_mode                = "advanced"
  performance_insights_enabled          = true
  performance_insights_kms_key_id       = var.key_arn
  performance_insights_retention_period = 465 # what the advanced mode asks for

  tags = {
    Name   = local.identifier
    Backup = var.backup_plan
  }

  lifecycle {
    # A promotion during a failover takes the source away. Terraform must not put it back.
    ignore_changes = [replicate_source_db]

    precondition {
      condition     = var.source_region != data.aws_region.current.name
      error_message = "A replica must live in another region than the database that it replicates."
    }

    precondition {
      condition     = !local.replica || !local.burstable && local.size >= local.source_size
      error_message = "A replica that is to be promoted needs a class that is not burstable and no smaller than its source's."
    }
  }

  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.monitoring]
}

resource "aws_db_event_subscription" "this" {
  name             = local.identifier
  sns_topic        = var.topic_arn
  source_type      = "db-instance"
  source_ids       = [aws_db_instance.this.identifier]
  event_categories = ["availability", "deletion", "failover", "failure", "low storage", "maintenance", "notification", "read replica", "recovery"]

  tags = { Name = local.identifier }
}
