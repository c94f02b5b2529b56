locals {
  role = "arn:aws:iam::111122223333:role/function"
}

# expect: clean
resource "aws_lambda_function" "at_the_edge" {
  function_name = "at-the-edge"
  role          = local.role
  handler       = "index.handler"
  runtime       = "python3.13"
  filename      = "function.zip"
}

resource "aws_cloudfront_distribution" "web" {
  enabled = true

  origin {
    domain_name = "origin.example.com"
    origin_id   = "origin"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "origin"
    viewer_protocol_policy = "https-only"

    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = aws_lambda_function.at_the_edge.qualified_arn
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
