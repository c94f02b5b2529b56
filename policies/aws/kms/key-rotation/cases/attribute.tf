variable "rotate" {
  type = bool
}

variable "usage" {
  type = string
}

# expect: finding
resource "aws_kms_key" "left_at_the_default" {
  description = "Rotation is off unless it is asked for"
}

# expect: finding
resource "aws_kms_key" "off" {
  enable_key_rotation = false
}

# expect: clean
resource "aws_kms_key" "on" {
  enable_key_rotation = true
}

# expect: clean
resource "aws_kms_key" "on_as_text" {
  enable_key_rotation     = "true"
  rotation_period_in_days = 90
}

# expect: unknown
resource "aws_kms_key" "not_known" {
  enable_key_rotation = var.rotate
}

# expect: unknown
resource "aws_kms_key" "of_an_unknown_use" {
  key_usage = var.usage
}

# expect: clean
resource "aws_kms_key" "rotated_whatever_its_use" {
  key_usage           = var.usage
  enable_key_rotation = true
}
