variable "encrypted" {
  type = bool
}

# expect: clean
resource "aws_opensearch_domain" "encrypted" {
  domain_name = "encrypted"

  cluster_config {
    instance_count = 3
  }

  node_to_node_encryption {
    enabled = true
  }
}

# expect: finding
resource "aws_opensearch_domain" "default" {
  domain_name = "default"

  cluster_config {
    instance_count = 3
  }
}

# expect: finding
resource "aws_opensearch_domain" "off" {
  domain_name = "off"

  cluster_config {
    instance_count = 3
  }

  node_to_node_encryption {
    enabled = false
  }
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  cluster_config {
    instance_count = 3
  }

  node_to_node_encryption {
    enabled = var.encrypted
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"

  cluster_config {
    instance_count = 3
  }
}
