variable "key" {
  type = string
}

resource "aws_kms_key" "backups" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_backup_vault" "own_key" {
  name        = "own-key"
  kms_key_arn = aws_kms_key.backups.arn
}

# expect: finding
resource "aws_backup_vault" "default" {
  name = "default"
}

# expect: unknown
resource "aws_backup_vault" "who_knows" {
  name        = "who-knows"
  kms_key_arn = var.key
}
