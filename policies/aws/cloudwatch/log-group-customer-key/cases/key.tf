variable "key_arn" {
  type = string
}

variable "own_key" {
  type = bool
}

resource "aws_kms_key" "logs" {
  enable_key_rotation = true
}

data "aws_kms_alias" "logs" {
  name = "alias/logs"
}

# expect: finding
resource "aws_cloudwatch_log_group" "without" {
  name = "/app/without"
}

# expect: finding
resource "aws_cloudwatch_log_group" "null" {
  name       = "/app/null"
  kms_key_id = null
}

# expect: finding
resource "aws_cloudwatch_log_group" "empty" {
  name       = "/app/empty"
  kms_key_id = ""
}

# The ARN is only known after apply, but there will be one.
# expect: clean
resource "aws_cloudwatch_log_group" "by_reference" {
  name       = "/app/by-reference"
  kms_key_id = aws_kms_key.logs.arn
}

# expect: clean
resource "aws_cloudwatch_log_group" "by_data_source" {
  name       = "/app/by-data-source"
  kms_key_id = data.aws_kms_alias.logs.target_key_arn
}

# expect: clean
resource "aws_cloudwatch_log_group" "by_name" {
  name       = "/app/by-name"
  kms_key_id = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

# expect: unknown
resource "aws_cloudwatch_log_group" "not_known" {
  name       = "/app/not-known"
  kms_key_id = var.key_arn
}

# expect: unknown
resource "aws_cloudwatch_log_group" "perhaps" {
  name       = "/app/perhaps"
  kms_key_id = var.own_key ? aws_kms_key.logs.arn : null
}
