variable "secrets" {
  type = set(string)
}

# expect: unknown
resource "aws_secretsmanager_secret" "perhaps" {
  name = "perhaps"
}

resource "aws_secretsmanager_secret_rotation" "some" {
  for_each = var.secrets

  secret_id           = each.value
  rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"

  rotation_rules {
    automatically_after_days = 30
  }
}
