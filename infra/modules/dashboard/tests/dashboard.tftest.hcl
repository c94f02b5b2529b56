mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name       = "trading-prod-primary"
  region     = "us-east-1"
  alarm_arns = { "orders/cpu" = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:orders-cpu" }
  signals = {
    "orders/cpu"  = { component = "orders", kind = "database", title = "Processor", namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = { DBInstanceIdentifier = "orders" }, statistic = "Average", period = 60, threshold = 80 }
    "reports/cpu" = { component = "reports", kind = "database", title = "Processor", namespace = "AWS/RDS", metric = "CPUUtilization", dimensions = { DBInstanceIdentifier = "reports" }, statistic = "Average", period = 60, threshold = 80 }
  }
}

run "alarms_stand_at_the_top_and_components_of_a_kind_share_a_graph" {
  command = apply

  assert {
    condition     = [for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [w.type, w.y, w.properties.title]] == [["alarm", 0, "Alarms"], ["metric", 6, "database: Processor"]]
    error_message = "The dashboard is laid out in another way."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.metrics == [["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "orders", { label = "orders" }], ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "reports", { label = "reports" }]]
    error_message = "A component has no line of its own."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[1].properties.annotations.horizontal == [{ value = 80, label = "alarm" }]
    error_message = "The threshold of the alarm is not drawn."
  }
}

run "an_empty_dashboard_is_refused" {
  command = plan

  variables {
    signals = {}
  }

  expect_failures = [var.signals]
}
