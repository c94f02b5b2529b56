variable "two_zones" {
  type = bool
}

# expect: clean
resource "aws_db_instance" "two_zones" {
  identifier        = "two-zones"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  multi_az          = true
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
  identifier        = "who-knows"
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  multi_az          = var.two_zones
}

# expect: clean
resource "aws_db_instance" "replica" {
  identifier          = "replica"
  replicate_source_db = aws_db_instance.two_zones.identifier
  instance_class      = "db.t4g.medium"
}
