variable "pgp_key" {
  type = string
}

# expect: finding
resource "aws_iam_access_key" "in_clear" {
  user = "scanner"
}

# expect: clean
resource "aws_iam_access_key" "encrypted" {
  user    = "scanner"
  pgp_key = "keybase:security"
}

# expect: clean
resource "aws_iam_access_key" "inactive" {
  user   = "scanner"
  status = "Inactive"
}

# expect: unknown
resource "aws_iam_access_key" "who_knows" {
  user    = "scanner"
  pgp_key = var.pgp_key
}
