module "keys" {
  source   = "../../modules/keys"
  for_each = toset(["logs"])
  purpose  = each.key
  rotation = true
}

data "aws_kms_key" "shared" {
  key_id = "alias/shared"
}

resource "aws_cloudwatch_log_group" "app" {
  name       = "/app"
  kms_key_id = data.aws_kms_key.shared.arn
}
