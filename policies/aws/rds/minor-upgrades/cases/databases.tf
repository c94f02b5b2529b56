variable "upgraded" {
  type = bool
}

# expect: clean
resource "aws_db_instance" "default" {
  identifier        = "default"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: finding
resource "aws_db_instance" "off" {
  identifier                 = "off"
  engine                     = "postgres"
  instance_class             = "db.t4g.medium"
  allocated_storage          = 20
  auto_minor_version_upgrade = false
}

# expect: unknown
resource "aws_db_instance" "who_knows" {
  identifier                 = "who-knows"
  engine                     = "postgres"
  instance_class             = "db.t4g.medium"
  allocated_storage          = 20
  auto_minor_version_upgrade = var.upgraded
}

# expect: finding
resource "aws_rds_cluster_instance" "off" {
  cluster_identifier         = "orders"
  engine                     = "aurora-postgresql"
  instance_class             = "db.r6g.large"
  auto_minor_version_upgrade = false
}

# expect: clean
resource "aws_rds_cluster_instance" "on" {
  cluster_identifier         = "orders"
  engine                     = "aurora-postgresql"
  instance_class             = "db.r6g.large"
  auto_minor_version_upgrade = true
}
