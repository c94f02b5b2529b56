variable "days" {
  type = number
}

# expect: clean
resource "aws_db_instance" "two_weeks" {
  identifier              = "two-weeks"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 20
  backup_retention_period = 14
}

# expect: finding
resource "aws_db_instance" "none" {
  identifier              = "none"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 20
  backup_retention_period = 0
}

# expect: finding
resource "aws_db_instance" "default" {
  identifier        = "default"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: unknown
resource "aws_db_instance" "who_knows" {
  identifier              = "who-knows"
  engine                  = "postgres"
  instance_class          = "db.t4g.medium"
  allocated_storage       = 20
  backup_retention_period = var.days
}

# What it copies is backed up.
# expect: clean
resource "aws_db_instance" "replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.two_weeks.identifier
  instance_class      = "db.t4g.medium"
}

# expect: finding
resource "aws_rds_cluster" "a_day" {
  cluster_identifier = "a-day"
  engine             = "aurora-postgresql"
}

# expect: finding
resource "aws_rds_cluster" "three_days" {
  cluster_identifier      = "three-days"
  engine                  = "aurora-postgresql"
  backup_retention_period = 3
}

# expect: clean
resource "aws_rds_cluster" "a_month" {
  cluster_identifier      = "a-month"
  engine                  = "aurora-postgresql"
  backup_retention_period = 30
}
