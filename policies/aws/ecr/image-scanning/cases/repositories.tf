variable "scanned" {
  type = bool
}

# expect: clean
resource "aws_ecr_repository" "scanned" {
  name = "scanned"

  image_scanning_configuration {
    scan_on_push = true
  }
}

# expect: finding
resource "aws_ecr_repository" "default" {
  name = "default"
}

# expect: finding
resource "aws_ecr_repository" "off" {
  name = "off"

  image_scanning_configuration {
    scan_on_push = false
  }
}

# expect: unknown
resource "aws_ecr_repository" "who_knows" {
  name = "who-knows"

  image_scanning_configuration {
    scan_on_push = var.scanned
  }
}
