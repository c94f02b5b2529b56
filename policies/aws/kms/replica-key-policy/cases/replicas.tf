variable "primary" {
  type = string
}

variable "policy" {
  type = string
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "recovery"
  region = "us-west-2"
}

resource "aws_kms_key" "narrow" {
  multi_region        = true
  enable_key_rotation = true

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/keys" }, Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "default" {
  multi_region        = true
  enable_key_rotation = true
}

resource "aws_kms_key" "by_companion" {
  multi_region        = true
  enable_key_rotation = true
}

resource "aws_kms_key_policy" "by_companion" {
  key_id = aws_kms_key.by_companion.id
  policy = aws_kms_key.narrow.policy
}

# expect: finding
resource "aws_kms_replica_key" "forgotten" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.narrow.arn
}

# expect: clean
resource "aws_kms_replica_key" "as_narrow" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.narrow.arn
  policy          = aws_kms_key.narrow.policy
}

# expect: clean
resource "aws_kms_replica_key" "of_a_default" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.default.arn
}

# expect: finding
resource "aws_kms_replica_key" "of_a_companion" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.by_companion.arn
}

# expect: clean
resource "aws_kms_replica_key" "with_a_companion" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.narrow.arn
}

resource "aws_kms_key_policy" "with_a_companion" {
  provider = aws.recovery
  key_id   = aws_kms_replica_key.with_a_companion.key_id
  policy   = aws_kms_key.narrow.policy
}

# expect: unknown
resource "aws_kms_replica_key" "of_another_stack" {
  provider        = aws.recovery
  primary_key_arn = var.primary
}

# expect: unknown
resource "aws_kms_replica_key" "policy_not_known" {
  provider        = aws.recovery
  primary_key_arn = aws_kms_key.narrow.arn
  policy          = var.policy
}
