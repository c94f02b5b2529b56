variable "readers" {
  type = number
}

# expect: clean
resource "aws_rds_cluster" "two" {
  cluster_identifier = "two"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "two" {
  count = 2

  cluster_identifier = aws_rds_cluster.two.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}

# expect: clean
resource "aws_rds_cluster" "writer_and_reader" {
  cluster_identifier = "writer-and-reader"
  engine             = "aurora-mysql"
}

resource "aws_rds_cluster_instance" "writer" {
  cluster_identifier = aws_rds_cluster.writer_and_reader.cluster_identifier
  engine             = "aurora-mysql"
  instance_class     = "db.r6g.large"
}

resource "aws_rds_cluster_instance" "reader" {
  cluster_identifier = "writer-and-reader"
  engine             = "aurora-mysql"
  instance_class     = "db.r6g.large"
}

# expect: finding
resource "aws_rds_cluster" "one" {
  cluster_identifier = "one"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "one" {
  cluster_identifier = aws_rds_cluster.one.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}

# expect: finding
resource "aws_rds_cluster" "none" {
  cluster_identifier = "none"
  engine             = "aurora-postgresql"
}

# expect: clean
resource "aws_rds_cluster" "multi_az" {
  cluster_identifier        = "multi-az"
  engine                    = "postgres"
  db_cluster_instance_class = "db.r6gd.large"
  storage_type              = "io1"
  allocated_storage         = 100
  iops                      = 1000
}

# expect: unknown
resource "aws_rds_cluster" "who_knows" {
  cluster_identifier = "who-knows"
  engine             = "aurora-postgresql"
}

resource "aws_rds_cluster_instance" "who_knows" {
  count = var.readers

  cluster_identifier = aws_rds_cluster.who_knows.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}

# The first generation of serverless moves by itself, and has no instances.
# expect: clean
resource "aws_rds_cluster" "serverless" {
  engine      = "aurora-mysql"
  engine_mode = "serverless"
}

# A cluster of three zones brings its own instances.
# expect: clean
resource "aws_rds_cluster" "of_three_zones" {
  engine                    = "aurora-postgresql"
  db_cluster_instance_class = "db.r6gd.large"
}
