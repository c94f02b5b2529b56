variable "principals" {
  type = list(string)
}

# expect: finding[Everybody]
resource "aws_opensearch_domain" "open" {
  domain_name = "open"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}

# expect: clean
resource "aws_opensearch_domain" "of_one_network" {
  domain_name = "of-one-network"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
      Condition = { IpAddress = { "aws:SourceIp" = ["192.0.2.0/24"] } }
    }]
  })
}

# expect: finding[Everybody]
resource "aws_opensearch_domain" "of_the_internet" {
  domain_name = "of-the-internet"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
      Condition = { IpAddress = { "aws:SourceIp" = "0.0.0.0/0" } }
    }]
  })
}

# expect: clean
resource "aws_opensearch_domain" "of_an_account" {
  domain_name = "of-an-account"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}

# expect: clean
resource "aws_opensearch_domain" "inside" {
  domain_name = "inside"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })

  vpc_options {
    subnet_ids = ["subnet-0123456789abcdef0"]
  }
}

# expect: clean
resource "aws_opensearch_domain" "with_users" {
  domain_name = "with-users"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })

  advanced_security_options {
    enabled = true
  }
}

# expect: finding[Everybody]
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"


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

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"


  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Everybody"
      Effect    = "Allow"
      Principal = { AWS = var.principals }
      Action    = "es:ESHttp*"
      Resource  = "*"
    }]
  })
}
