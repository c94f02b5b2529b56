variable "protected" {
  type = bool
}

# expect: clean
resource "aws_db_instance" "protected" {
  identifier          = "protected"
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  deletion_protection = true
}

# expect: finding
resource "aws_db_instance" "default" {
  identifier        = "default"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: finding
resource "aws_rds_cluster" "off" {
  cluster_identifier  = "off"
  engine              = "aurora-postgresql"
  deletion_protection = false
}

# expect: clean
resource "aws_rds_cluster" "protected" {
  cluster_identifier  = "protected"
  engine              = "aurora-postgresql"
  deletion_protection = true
}

# expect: unknown
resource "aws_rds_cluster" "who_knows" {
  cluster_identifier  = "who-knows"
  engine              = "aurora-postgresql"
  deletion_protection = var.protected
}
