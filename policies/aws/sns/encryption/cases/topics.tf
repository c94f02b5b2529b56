variable "key" {
  type = string
}

resource "aws_kms_key" "alerts" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_sns_topic" "own_key" {
  name              = "own-key"
  kms_master_key_id = aws_kms_key.alerts.id
}

# expect: clean
resource "aws_sns_topic" "aws_managed_key" {
  name              = "aws-managed-key"
  kms_master_key_id = "alias/aws/sns"
}

# expect: finding
resource "aws_sns_topic" "default" {
  name = "default"
}

# expect: unknown
resource "aws_sns_topic" "who_knows" {
  name              = "who-knows"
  kms_master_key_id = var.key
}
