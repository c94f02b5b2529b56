variable "kinds" {
  type = set(string)
}

# expect: clean
resource "aws_opensearch_domain" "audited" {
  domain_name = "audited"

  log_publishing_options {
    log_type                 = "INDEX_SLOW_LOGS"
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
  }

  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
    enabled                  = true
  }
}

# expect: finding
resource "aws_opensearch_domain" "slow_logs_alone" {
  domain_name = "slow-logs-alone"

  log_publishing_options {
    log_type                 = "INDEX_SLOW_LOGS"
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
  }
}

# expect: finding
resource "aws_opensearch_domain" "default" {
  domain_name = "default"
}

# expect: finding
resource "aws_opensearch_domain" "disabled" {
  domain_name = "disabled"

  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
    enabled                  = false
  }
}

# expect: finding
resource "aws_elasticsearch_domain" "elasticsearch" {
  domain_name = "elasticsearch"

  log_publishing_options {
    log_type                 = "ES_APPLICATION_LOGS"
    cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
  }
}

# expect: unknown
resource "aws_opensearch_domain" "who_knows" {
  domain_name = "who-knows"

  dynamic "log_publishing_options" {
    for_each = var.kinds

    content {
      log_type                 = log_publishing_options.value
      cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:search"
    }
  }
}
