variable "subnets" {
  type = list(string)
}

# expect: clean
resource "aws_opensearch_domain" "inside" {
  domain_name = "inside"

  vpc_options {
    subnet_ids = ["subnet-0123456789abcdef0"]
  }
}

# expect: finding
resource "aws_opensearch_domain" "public" {
  domain_name = "public"
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  vpc_options {
    subnet_ids = var.subnets
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"
}
