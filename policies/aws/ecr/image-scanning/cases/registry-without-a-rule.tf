# expect: finding
resource "aws_ecr_repository" "not_covered" {
  name = "not-covered"
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"
}
