variable "days" {
  type = number
}

# expect: clean
resource "aws_cloudwatch_log_group" "a_year" {
  name              = "a-year"
  retention_in_days = 365
}

# expect: clean
resource "aws_cloudwatch_log_group" "for_ever" {
  name = "for-ever"
}

# expect: clean
resource "aws_cloudwatch_log_group" "for_ever_in_words" {
  name              = "for-ever-in-words"
  retention_in_days = 0
}

# expect: finding
resource "aws_cloudwatch_log_group" "a_month" {
  name              = "a-month"
  retention_in_days = 30
}

# expect: unknown
resource "aws_cloudwatch_log_group" "who_knows" {
  name              = "who-knows"
  retention_in_days = var.days
}

# The class keeps what it delivers for a day, and takes no retention of its own.
# expect: clean
resource "aws_cloudwatch_log_group" "delivered" {
  name              = "delivered"
  log_group_class   = "DELIVERY"
  retention_in_days = 1
}
