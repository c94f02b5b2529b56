# expect: clean
resource "aws_rds_cluster" "encrypted" {
  cluster_identifier = "encrypted"
  engine             = "aurora-postgresql"
  storage_encrypted  = true
}

# expect: finding
resource "aws_rds_cluster" "default" {
  cluster_identifier = "default"
  engine             = "aurora-postgresql"
}

# expect: clean
resource "aws_rds_cluster" "serverless" {
  cluster_identifier = "serverless"
  engine             = "aurora-mysql"
  engine_mode        = "serverless"
}

# expect: finding
resource "aws_rds_global_cluster" "new" {
  global_cluster_identifier = "new"
  engine                    = "aurora-postgresql"
}

# expect: clean
resource "aws_rds_global_cluster" "around_another" {
  global_cluster_identifier    = "around-another"
  source_db_cluster_identifier = aws_rds_cluster.encrypted.arn
  force_destroy                = true
}

# Both are encrypted as what they are made from is.
# expect: clean
resource "aws_rds_cluster" "replica" {
  engine                        = "aurora-mysql"
  replication_source_identifier = "arn:aws:rds:us-east-1:111122223333:cluster:orders"
}

# expect: clean
resource "aws_rds_cluster" "restored" {
  engine = "aurora-mysql"

  restore_to_point_in_time {
    source_cluster_identifier  = "orders"
    use_latest_restorable_time = true
  }
}
