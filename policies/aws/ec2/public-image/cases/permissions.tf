variable "group" {
  type = string
}

# expect: finding
resource "aws_ami_launch_permission" "everybody" {
  image_id = "ami-0123456789abcdef0"
  group    = "all"
}

# expect: clean
resource "aws_ami_launch_permission" "one_account" {
  image_id   = "ami-0123456789abcdef0"
  account_id = "111122223333"
}

# expect: clean
resource "aws_ami_launch_permission" "one_organisation" {
  image_id         = "ami-0123456789abcdef0"
  organization_arn = "arn:aws:organizations::111122223333:organization/o-0123456789"
}

# expect: unknown
resource "aws_ami_launch_permission" "not_known" {
  image_id = "ami-0123456789abcdef0"
  group    = var.group
}
