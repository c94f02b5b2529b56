variable "encrypted" {
  type = bool
}

# expect: clean
resource "aws_elasticache_replication_group" "encrypted" {
  replication_group_id       = "encrypted"
  description                = "Sessions"
  at_rest_encryption_enabled = true
}

# expect: finding
resource "aws_elasticache_replication_group" "default_of_redis" {
  replication_group_id = "default-of-redis"
  description          = "Sessions"
}

# expect: clean
resource "aws_elasticache_replication_group" "default_of_valkey" {
  replication_group_id = "default-of-valkey"
  description          = "Sessions"
  engine               = "valkey"
}

# expect: finding
resource "aws_elasticache_replication_group" "off_in_valkey" {
  replication_group_id       = "off-in-valkey"
  description                = "Sessions"
  engine                     = "valkey"
  at_rest_encryption_enabled = false
}

# expect: unknown
resource "aws_elasticache_replication_group" "who_knows" {
  replication_group_id       = "who-knows"
  description                = "Sessions"
  at_rest_encryption_enabled = var.encrypted
}

# expect: clean
resource "aws_elasticache_replication_group" "secondary" {
  replication_group_id        = "secondary"
  description                 = "Sessions"
  global_replication_group_id = "ldgnf-sessions"
}
