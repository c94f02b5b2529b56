variable "key" {
  type = string
}

resource "aws_kms_key" "secrets" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_secretsmanager_secret" "own_key" {
  name       = "own-key"
  kms_key_id = aws_kms_key.secrets.arn
}

# expect: finding
resource "aws_secretsmanager_secret" "default" {
  name = "default"
}

# expect: finding
resource "aws_secretsmanager_secret" "replica_forgotten" {
  name       = "replica-forgotten"
  kms_key_id = aws_kms_key.secrets.arn

  replica {
    region = "us-west-2"
  }
}

# expect: unknown
resource "aws_secretsmanager_secret" "who_knows" {
  name       = "who-knows"
  kms_key_id = var.key
}
