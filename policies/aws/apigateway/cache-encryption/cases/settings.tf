variable "encrypted" {
  type = bool
}

# expect: finding
resource "aws_api_gateway_method_settings" "left_at_the_default" {
  rest_api_id = "abcdef0123"
  stage_name  = "live"
  method_path = "*/*"

  settings {
    caching_enabled = true
  }
}

# expect: finding
resource "aws_api_gateway_method_settings" "off" {
  rest_api_id = "abcdef0123"
  stage_name  = "live"
  method_path = "*/*"

  settings {
    caching_enabled      = true
    cache_data_encrypted = false
  }
}

# expect: clean
resource "aws_api_gateway_method_settings" "on" {
  rest_api_id = "abcdef0123"
  stage_name  = "live"
  method_path = "*/*"

  settings {
    caching_enabled      = true
    cache_data_encrypted = true
  }
}

# expect: clean
resource "aws_api_gateway_method_settings" "without_a_cache" {
  rest_api_id = "abcdef0123"
  stage_name  = "live"
  method_path = "*/*"

  settings {
    logging_level = "ERROR"
  }
}

# expect: unknown
resource "aws_api_gateway_method_settings" "not_known" {
  rest_api_id = "abcdef0123"
  stage_name  = "live"
  method_path = "*/*"

  settings {
    caching_enabled      = true
    cache_data_encrypted = var.encrypted
  }
}
