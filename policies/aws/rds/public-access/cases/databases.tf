variable "public" {
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
resource "aws_db_instance" "public" {
  identifier          = "public"
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  publicly_accessible = true
}

# expect: unknown
resource "aws_db_instance" "who_knows" {
  identifier          = "who-knows"
  engine              = "postgres"
  instance_class      = "db.t4g.medium"
  allocated_storage   = 20
  publicly_accessible = var.public
}

# expect: finding
resource "aws_rds_cluster_instance" "public" {
  identifier          = "public"
  cluster_identifier  = "orders"
  engine              = "aurora-postgresql"
  instance_class      = "db.r6g.large"
  publicly_accessible = true
}

# expect: clean
resource "aws_rds_cluster_instance" "private" {
  identifier          = "private"
  cluster_identifier  = "orders"
  engine              = "aurora-postgresql"
  instance_class      = "db.r6g.large"
  publicly_accessible = false
}
