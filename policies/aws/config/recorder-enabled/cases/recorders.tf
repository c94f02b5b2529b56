variable "on" {
  type = bool
}

# expect: clean
resource "aws_config_configuration_recorder" "running" {
  name     = "running"
  role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

resource "aws_config_configuration_recorder_status" "running" {
  name       = aws_config_configuration_recorder.running.name
  is_enabled = true
}

# expect: finding
resource "aws_config_configuration_recorder" "stopped" {
  name     = "stopped"
  role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

resource "aws_config_configuration_recorder_status" "stopped" {
  name       = aws_config_configuration_recorder.stopped.name
  is_enabled = false
}

# expect: finding
resource "aws_config_configuration_recorder" "forgotten" {
  name     = "forgotten"
  role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

# expect: unknown
resource "aws_config_configuration_recorder" "who_knows" {
  name     = "who-knows"
  role_arn = "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

resource "aws_config_configuration_recorder_status" "who_knows" {
  name       = aws_config_configuration_recorder.who_knows.name
  is_enabled = var.on
}
