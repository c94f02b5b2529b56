variable "logged" {
  type = bool
}

# expect: finding
resource "aws_ec2_client_vpn_endpoint" "silent" {
  server_certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  client_cidr_block      = "10.250.0.0/22"

  authentication_options {
    type                       = "certificate-authentication"
    root_certificate_chain_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  }

  connection_log_options {
    enabled = false
  }
}

# expect: clean
resource "aws_ec2_client_vpn_endpoint" "logged" {
  server_certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  client_cidr_block      = "10.250.0.0/22"

  authentication_options {
    type                       = "certificate-authentication"
    root_certificate_chain_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  }

  connection_log_options {
    enabled              = true
    cloudwatch_log_group = "/vpn"
  }
}

# expect: unknown
resource "aws_ec2_client_vpn_endpoint" "not_known" {
  server_certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  client_cidr_block      = "10.250.0.0/22"

  authentication_options {
    type                       = "certificate-authentication"
    root_certificate_chain_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/0123abcd"
  }

  connection_log_options {
    enabled = var.logged
  }
}
