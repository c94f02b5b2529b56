variable "value" {
  type = string
}

# expect: clean
resource "aws_rds_cluster_parameter_group" "postgresql" {
  family = "aurora-postgresql16"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

# expect: finding
resource "aws_rds_cluster_parameter_group" "postgresql_default" {
  family = "aurora-postgresql16"
}

# expect: clean
resource "aws_rds_cluster_parameter_group" "postgresql_default_of_17" {
  family = "aurora-postgresql17"
}

# expect: finding
resource "aws_rds_cluster_parameter_group" "postgresql_off" {
  family = "aurora-postgresql17"

  parameter {
    name  = "rds.force_ssl"
    value = 0
  }
}

# expect: clean
resource "aws_rds_cluster_parameter_group" "mysql" {
  family = "aurora-mysql8.0"

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }
}

# expect: finding
resource "aws_rds_cluster_parameter_group" "mysql_default" {
  family = "aurora-mysql8.0"
}

# expect: unknown
resource "aws_rds_cluster_parameter_group" "who_knows" {
  family = "aurora-mysql8.0"

  parameter {
    name  = "require_secure_transport"
    value = var.value
  }
}
