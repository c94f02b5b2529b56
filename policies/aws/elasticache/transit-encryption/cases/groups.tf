variable "encrypted" {
  type = bool
}

# expect: clean
resource "aws_elasticache_replication_group" "encrypted" {
  replication_group_id       = "encrypted"
  description                = "Sessions"
  transit_encryption_enabled = true
}

# expect: finding
resource "aws_elasticache_replication_group" "default" {
  replication_group_id = "default"
  description          = "Sessions"
}

# expect: finding
resource "aws_elasticache_replication_group" "off" {
  replication_group_id       = "off"
  description                = "Sessions"
  transit_encryption_enabled = false
}

# expect: finding
resource "aws_elasticache_replication_group" "both" {
  replication_group_id       = "both"
  description                = "Sessions"
  transit_encryption_enabled = true
  transit_encryption_mode    = "preferred"
}

# expect: unknown
resource "aws_elasticache_replication_group" "who_knows" {
  replication_group_id       = "who-knows"
  description                = "Sessions"
  transit_encryption_enabled = var.encrypted
}

# It takes what its global group has.
# expect: clean
resource "aws_elasticache_replication_group" "secondary" {
  replication_group_id        = "secondary"
  description                 = "Sessions"
  global_replication_group_id = "ldgnf-sessions"
}
