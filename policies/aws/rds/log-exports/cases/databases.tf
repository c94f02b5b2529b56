variable "logs" {
  type = list(string)
}

# expect: clean
resource "aws_db_instance" "exported" {
  identifier                      = "exported"
  engine                          = "postgres"
  instance_class                  = "db.t4g.medium"
  allocated_storage               = 20
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

# expect: finding
resource "aws_db_instance" "default" {
  identifier        = "default"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
}

# expect: finding
resource "aws_rds_cluster" "none" {
  cluster_identifier              = "none"
  engine                          = "aurora-postgresql"
  enabled_cloudwatch_logs_exports = []
}

# expect: clean
resource "aws_rds_cluster" "exported" {
  cluster_identifier              = "exported"
  engine                          = "aurora-mysql"
  enabled_cloudwatch_logs_exports = ["audit", "error"]
}

# expect: unknown
resource "aws_rds_cluster" "who_knows" {
  cluster_identifier              = "who-knows"
  engine                          = "aurora-postgresql"
  enabled_cloudwatch_logs_exports = var.logs
}
