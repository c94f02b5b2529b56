variable "token" {
  type      = string
  sensitive = true
}

variable "group" {
  type = string
}

# expect: clean
resource "aws_elasticache_replication_group" "users" {
  replication_group_id       = "users"
  description                = "Sessions"
  transit_encryption_enabled = true
  user_group_ids             = ["sessions"]
}

# expect: finding
resource "aws_elasticache_replication_group" "anybody" {
  replication_group_id       = "anybody"
  description                = "Sessions"
  transit_encryption_enabled = true
}

# expect: unknown
resource "aws_elasticache_replication_group" "who_knows" {
  replication_group_id       = "who-knows"
  description                = "Sessions"
  transit_encryption_enabled = true
  auth_token                 = var.token
}

# expect: clean
resource "aws_elasticache_serverless_cache" "users" {
  name          = "users"
  engine        = "valkey"
  user_group_id = "sessions"
}

# expect: finding
resource "aws_elasticache_serverless_cache" "anybody" {
  name   = "anybody"
  engine = "redis"
}

# It has no users.
# expect: clean
resource "aws_elasticache_serverless_cache" "memcached" {
  name   = "memcached"
  engine = "memcached"
}

# expect: unknown
resource "aws_elasticache_serverless_cache" "who_knows" {
  name          = "who-knows"
  engine        = "valkey"
  user_group_id = var.group
}

# It takes what its global group has.
# expect: clean
resource "aws_elasticache_replication_group" "secondary" {
  replication_group_id        = "secondary"
  description                 = "Sessions"
  global_replication_group_id = "ldgnf-sessions"
}
