variable "days" {
  type = number
}

# expect: clean
resource "aws_kms_key" "default" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_kms_key" "two_weeks" {
  enable_key_rotation     = true
  deletion_window_in_days = 14
}

# expect: finding
resource "aws_kms_key" "a_week" {
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

# expect: unknown
resource "aws_kms_key" "who_knows" {
  enable_key_rotation     = true
  deletion_window_in_days = var.days
}

# expect: finding
resource "aws_kms_replica_key" "a_week" {
  primary_key_arn         = "arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"
  deletion_window_in_days = 7
}

# expect: clean
resource "aws_kms_external_key" "default" {
  description = "Material of our own"
}

# expect: finding
resource "aws_kms_replica_external_key" "ten_days" {
  primary_key_arn         = "arn:aws:kms:us-east-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"
  deletion_window_in_days = 10
}
