# expect: clean
resource "aws_opensearch_domain" "public" {
  domain_name = "public"
}

# expect: finding[Everybody]
resource "aws_opensearch_domain_policy" "public" {
  domain_name = aws_opensearch_domain.public.domain_name

  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}

# expect: clean
resource "aws_opensearch_domain" "inside" {
  domain_name = "inside"

  vpc_options {
    subnet_ids = ["subnet-0123456789abcdef0"]
  }
}

# expect: clean
resource "aws_opensearch_domain_policy" "inside" {
  domain_name = aws_opensearch_domain.inside.domain_name

  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}

# Whether that domain is in a VPC is not seen here.
# expect: unknown
resource "aws_opensearch_domain_policy" "of_another_stack" {
  domain_name = "of-another-stack"

  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = "*"
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}
