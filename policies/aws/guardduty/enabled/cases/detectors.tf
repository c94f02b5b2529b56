variable "on" {
  type = bool
}

# expect: clean
resource "aws_guardduty_detector" "default" {}

# expect: finding
resource "aws_guardduty_detector" "suspended" {
  enable = false
}

# expect: unknown
resource "aws_guardduty_detector" "who_knows" {
  enable = var.on
}
