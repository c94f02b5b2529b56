variable "force" {
  type = string
}

variable "parameters" {
  type = map(string)
}

# expect: clean
resource "aws_db_parameter_group" "forced" {
  family = "postgres14"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_connections"
    value = "1"
  }
}

# expect: finding
resource "aws_db_parameter_group" "default_of_14" {
  family = "postgres14"
}

# Forced from version 15 on, unless told otherwise.
# expect: clean
resource "aws_db_parameter_group" "default_of_16" {
  family = "postgres16"
}

# expect: finding
resource "aws_db_parameter_group" "off_in_16" {
  family = "postgres16"

  parameter {
    name  = "rds.force_ssl"
    value = "0"
  }
}

# expect: unknown
resource "aws_db_parameter_group" "value_not_known" {
  family = "postgres14"

  parameter {
    name  = "rds.force_ssl"
    value = var.force
  }
}

# expect: unknown
resource "aws_db_parameter_group" "parameters_not_known" {
  family = "postgres14"

  dynamic "parameter" {
    for_each = var.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

# expect: finding
resource "aws_rds_cluster_parameter_group" "of_a_multi_az_cluster" {
  family = "postgres13"
}
