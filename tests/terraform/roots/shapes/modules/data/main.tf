variable "key_arn" {
  type = string
}

variable "replicas" {
  type = map(bool)
}

variable "password" {
  type      = string
  sensitive = true
}

resource "aws_dynamodb_table" "this" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "at"
    type = "N"
  }

  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  dynamic "replica" {
    for_each = var.replicas
    content {
      region_name            = replica.key
      point_in_time_recovery = replica.value
    }
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.key_arn
  }
}

resource "aws_db_instance" "this" {
  identifier           = "orders"
  engine               = "postgres"
  instance_class       = "db.t4g.medium"
  allocated_storage    = "20"
  username             = "orders"
  password_wo          = var.password
  password_wo_version  = 1
  skip_final_snapshot  = true
  db_subnet_group_name = "data"

  timeouts {
    create = "40m"
  }
}

resource "aws_secretsmanager_secret" "this" {
  name = "orders"
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id     = aws_secretsmanager_secret.this.id
  secret_string = jsonencode({ user = "orders" })
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = "orders"
  description          = "orders"
  num_cache_clusters   = "2"

  log_delivery_configuration {
    destination      = "orders"
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "old"
    status = "Enabled"

    filter {
      prefix = "old/"
    }

    expiration {
      days = "90"
    }

    transition {
      days          = 30
      storage_class = "GLACIER"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

output "versioning" {
  value = aws_s3_bucket_versioning.this.versioning_configuration
}

output "encryption_rules" {
  value = aws_s3_bucket_server_side_encryption_configuration.this.rule
}

output "attributes" {
  value = aws_dynamodb_table.this.attribute
}

output "timeouts" {
  value = aws_db_instance.this.timeouts
}

output "stream_label" {
  value = aws_dynamodb_table.this.stream_label
}

output "password_wo" {
  value = aws_db_instance.this.password_wo
}

output "secret" {
  value     = aws_secretsmanager_secret_version.this.secret_string
  sensitive = true
}
