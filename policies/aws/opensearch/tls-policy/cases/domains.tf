variable "policy" {
  type = string
}

# expect: clean
resource "aws_opensearch_domain" "today" {
  domain_name = "today"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }
}

# expect: clean
resource "aws_opensearch_domain" "with_1_2" {
  domain_name = "with-1-2"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
}

# expect: finding
resource "aws_opensearch_domain" "with_1_0" {
  domain_name = "with-1-0"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }
}

# expect: finding
resource "aws_opensearch_domain" "default" {
  domain_name = "default"

  domain_endpoint_options {
    enforce_https = true
  }
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = var.policy
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-0-2019-07"
  }
}
