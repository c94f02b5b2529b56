resource "aws_api_gateway_rest_api" "of_one_account" {
  name = "of-one-account"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "execute-api:Invoke"
      Resource  = "execute-api:/*"
    }]
  })
}

# expect: clean
resource "aws_api_gateway_method" "of_one_account" {
  rest_api_id   = aws_api_gateway_rest_api.of_one_account.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_rest_api" "of_some_addresses" {
  name = "of-some-addresses"
}

data "aws_iam_policy_document" "of_some_addresses" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.of_some_addresses.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.of_some_addresses.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "NotIpAddress"
      variable = "aws:SourceIp"
      values   = ["192.0.2.0/24"]
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "of_some_addresses" {
  rest_api_id = aws_api_gateway_rest_api.of_some_addresses.id
  policy      = data.aws_iam_policy_document.of_some_addresses.json
}

# expect: clean
resource "aws_api_gateway_method" "of_some_addresses" {
  rest_api_id   = aws_api_gateway_rest_api.of_some_addresses.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_rest_api" "of_everybody" {
  name = "of-everybody"
}

resource "aws_api_gateway_rest_api_policy" "of_everybody" {
  rest_api_id = aws_api_gateway_rest_api.of_everybody.id

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "execute-api:/*"
    }]
  })
}

# expect: finding
resource "aws_api_gateway_method" "of_everybody" {
  rest_api_id   = aws_api_gateway_rest_api.of_everybody.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}

# The denial is of something else, and has no condition that says who may call.
resource "aws_api_gateway_rest_api" "of_everybody_but_one_action" {
  name = "of-everybody-but-one-action"

  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" },
      { Effect = "Deny", Principal = "*", Action = "execute-api:ManageConnections", Resource = "execute-api:/*" },
    ]
  })
}

# expect: finding
resource "aws_api_gateway_method" "of_everybody_but_one_action" {
  rest_api_id   = aws_api_gateway_rest_api.of_everybody_but_one_action.id
  resource_id   = "abcdef"
  http_method   = "GET"
  authorization = "NONE"
}
