variable "key" {
  type = string
}

resource "aws_kms_key" "orders" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_dynamodb_table" "own_key" {
  name         = "own-key"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.orders.arn
  }
}

# expect: finding
resource "aws_dynamodb_table" "aws_managed_key" {
  name         = "aws-managed-key"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled = true
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

# expect: finding
resource "aws_dynamodb_table" "off" {
  name         = "off"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled     = false
    kms_key_arn = aws_kms_key.orders.arn
  }
}

# expect: unknown
resource "aws_dynamodb_table" "who_knows" {
  name         = "who-knows"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.key
  }
}

# expect: finding
resource "aws_dynamodb_table_replica" "forgotten" {
  global_table_arn = aws_dynamodb_table.own_key.arn
}

# expect: clean
resource "aws_dynamodb_table_replica" "own_key" {
  global_table_arn = aws_dynamodb_table.own_key.arn
  kms_key_arn      = "arn:aws:kms:us-west-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
}

# expect: finding
resource "aws_dynamodb_table" "replica_under_the_services_key" {
  name             = "replica-under-the-services-key"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0123abcd"
  }

  replica {
    region_name = "eu-west-1"
  }
}
