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
