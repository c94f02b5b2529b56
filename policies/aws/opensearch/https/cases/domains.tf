variable "https" {
  type = bool
}

# expect: clean
resource "aws_opensearch_domain" "enforced" {
  domain_name = "enforced"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
}

# expect: clean
resource "aws_opensearch_domain" "default_of_the_block" {
  domain_name = "default-of-the-block"

  domain_endpoint_options {
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
}

# expect: finding
resource "aws_opensearch_domain" "default" {
  domain_name = "default"
}

# expect: finding
resource "aws_opensearch_domain" "off" {
  domain_name = "off"

  domain_endpoint_options {
    enforce_https = false
  }
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  domain_endpoint_options {
    enforce_https = var.https
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"

  domain_endpoint_options {
    enforce_https = false
  }
}
