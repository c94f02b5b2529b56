variable "protected" {
  type = bool
}

# expect: clean
resource "aws_dynamodb_table" "protected" {
  name                        = "protected"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }
}

# expect: finding
resource "aws_dynamodb_table" "default" {
  name         = "default"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

# expect: unknown
resource "aws_dynamodb_table" "who_knows" {
  name                        = "who-knows"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = var.protected

  attribute {
    name = "id"
    type = "S"
  }
}

# expect: finding
resource "aws_dynamodb_table_replica" "default" {
  global_table_arn = aws_dynamodb_table.protected.arn
}
