# expect: finding
resource "aws_dynamodb_table" "replica_forgotten" {
  name             = "replica-forgotten"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    region_name = "us-west-2"
  }
}

# expect: clean
resource "aws_dynamodb_table" "replica_kept" {
  name             = "replica-kept"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    region_name            = "us-west-2"
    point_in_time_recovery = true
  }
}

# expect: clean
resource "aws_dynamodb_table_replica" "kept" {
  global_table_arn       = aws_dynamodb_table.replica_kept.arn
  point_in_time_recovery = true
}

# expect: finding
resource "aws_dynamodb_table_replica" "forgotten" {
  global_table_arn = aws_dynamodb_table.replica_kept.arn
}
