provider "aws" {
  region = var.primary_region

  default_tags {
    tags = merge(local.tags, { Role = "primary" })
  }
}

provider "aws" {
  alias  = "dr"
  region = var.dr_region

  default_tags {
    tags = merge(local.tags, { Role = "recovery" })
  }
}
