variable "engine" {
  type = string
}

# expect: clean
resource "aws_db_instance" "by_role" {
  identifier                          = "by-role"
  engine                              = "postgres"
  instance_class                      = "db.t4g.medium"
  allocated_storage                   = 20
  iam_database_authentication_enabled = true
}

# expect: finding
resource "aws_db_instance" "by_password" {
  identifier        = "by-password"
  engine            = "mysql"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# It does not offer it.
# expect: clean
resource "aws_db_instance" "sql_server" {
  identifier        = "sql-server"
  engine            = "sqlserver-ee"
  instance_class    = "db.m5.xlarge"
  allocated_storage = 100
}

# expect: unknown
resource "aws_db_instance" "who_knows" {
  identifier        = "who-knows"
  engine            = var.engine
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: finding
resource "aws_rds_cluster" "by_password" {
  cluster_identifier                  = "by-password"
  engine                              = "aurora-postgresql"
  iam_database_authentication_enabled = false
}

# expect: clean
resource "aws_rds_cluster" "by_role" {
  cluster_identifier                  = "by-role"
  engine                              = "aurora-mysql"
  iam_database_authentication_enabled = true
}

# The first generation of serverless has no such authentication.
# expect: clean
resource "aws_rds_cluster" "serverless" {
  engine      = "aurora-mysql"
  engine_mode = "serverless"
}

# expect: finding
resource "aws_db_instance" "off" {
  engine                              = "postgres"
  instance_class                      = "db.t4g.medium"
  iam_database_authentication_enabled = false
}
