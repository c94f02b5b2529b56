# expect: clean
resource "aws_db_parameter_group" "mysql" {
  family = "mysql8.0"

  parameter {
    name  = "require_secure_transport"
    value = "ON"
  }
}

# expect: finding
resource "aws_db_parameter_group" "mysql_default" {
  family = "mysql8.4"
}

# expect: finding
resource "aws_db_parameter_group" "mariadb_default" {
  family = "mariadb10.11"
}

# expect: clean
resource "aws_db_parameter_group" "mariadb_from_11_8" {
  family = "mariadb11.8"
}

# expect: finding
resource "aws_db_parameter_group" "sql_server_default" {
  family = "sqlserver-ee-15.0"
}

# Another switch, in an option group.
# expect: clean
resource "aws_db_parameter_group" "oracle" {
  family = "oracle-ee-19"
}

# Another rule's.
# expect: clean
resource "aws_db_parameter_group" "aurora" {
  family = "aurora-postgresql15"
}
