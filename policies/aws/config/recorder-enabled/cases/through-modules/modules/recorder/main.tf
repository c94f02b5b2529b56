# The provider names it where it has no name.
# expect: clean
resource "aws_config_configuration_recorder" "this" {
  role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

output "name" {
  value = aws_config_configuration_recorder.this.name
}
