variable "logged" {
  type = bool
}

# expect: finding
resource "aws_vpn_connection" "silent" {
  customer_gateway_id = "cgw-0123456789abcdef0"
  transit_gateway_id  = "tgw-0123456789abcdef0"
  type                = "ipsec.1"
}

# expect: clean[tunnel1]
# expect: finding[tunnel2]
resource "aws_vpn_connection" "half" {
  customer_gateway_id = "cgw-0123456789abcdef0"
  transit_gateway_id  = "tgw-0123456789abcdef0"
  type                = "ipsec.1"

  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/vpn"
    }
  }
}

# expect: clean
resource "aws_vpn_connection" "logged" {
  customer_gateway_id = "cgw-0123456789abcdef0"
  transit_gateway_id  = "tgw-0123456789abcdef0"
  type                = "ipsec.1"

  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/vpn"
    }
  }

  tunnel2_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/vpn"
    }
  }
}

# expect: unknown[tunnel1]
# expect: clean[tunnel2]
resource "aws_vpn_connection" "not_known" {
  customer_gateway_id = "cgw-0123456789abcdef0"
  transit_gateway_id  = "tgw-0123456789abcdef0"
  type                = "ipsec.1"

  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled   = var.logged
      log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/vpn"
    }
  }

  tunnel2_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/vpn"
    }
  }
}
