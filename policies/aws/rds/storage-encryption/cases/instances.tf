variable "encrypted" {
  type = bool
}

variable "snapshot" {
  type = string
}

# expect: clean
resource "aws_db_instance" "encrypted" {
  identifier        = "encrypted"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  storage_encrypted = true
}

# expect: finding
resource "aws_db_instance" "default" {
  identifier        = "default"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: finding
resource "aws_db_instance" "off" {
  identifier        = "off"
  engine            = "mysql"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  storage_encrypted = false
}

# expect: unknown
resource "aws_db_instance" "who_knows" {
  identifier        = "who-knows"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  storage_encrypted = var.encrypted
}

# As encrypted as what it copies.
# expect: clean
resource "aws_db_instance" "replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.encrypted.identifier
  instance_class      = "db.t4g.medium"
}

# expect: clean
resource "aws_db_instance" "restored" {
  identifier          = "restored"
  instance_class      = "db.t4g.medium"
  snapshot_identifier = "rds:encrypted-2026-01-01-00-00"
}

# It may be new, or restored.
# expect: unknown
resource "aws_db_instance" "perhaps_restored" {
  identifier          = "perhaps-restored"
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  snapshot_identifier = var.snapshot
}
