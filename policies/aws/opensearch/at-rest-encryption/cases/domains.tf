variable "encrypted" {
  type = bool
}

# expect: clean
resource "aws_opensearch_domain" "encrypted" {
  domain_name = "encrypted"

  encrypt_at_rest {
    enabled = true
  }
}

# expect: finding
resource "aws_opensearch_domain" "default" {
  domain_name = "default"
}

# expect: finding
resource "aws_opensearch_domain" "off" {
  domain_name = "off"

  encrypt_at_rest {
    enabled = false
  }
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  encrypt_at_rest {
    enabled = var.encrypted
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"
}

# expect: clean
resource "aws_elasticsearch_domain" "elasticsearch_encrypted" {
  domain_name = "elasticsearch-encrypted"

  encrypt_at_rest {
    enabled = true
  }
}
