variable "mutability" {
  type = string
}

# expect: clean
resource "aws_ecr_repository" "fixed" {
  name                 = "fixed"
  image_tag_mutability = "IMMUTABLE"
}

# expect: finding
resource "aws_ecr_repository" "default" {
  name = "default"
}

# expect: finding
resource "aws_ecr_repository" "movable" {
  name                 = "movable"
  image_tag_mutability = "MUTABLE"
}

# expect: unknown
resource "aws_ecr_repository" "who_knows" {
  name                 = "who-knows"
  image_tag_mutability = var.mutability
}
