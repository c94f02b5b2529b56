mock_provider "aws" {
  source = "../../tests/mocks"

  override_data {
    target = data.aws_region.current
    values = {
      name = "us-west-2"
    }
  }
}

variables {
  name_prefix = "trading-prod"
  account_id  = "111122223333"
  keys = {
    data = { description = "Data" }
  }
  primary_key_arns = {
    data = "arn:aws:kms:us-east-1:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
  }
}

run "the_replica_follows_its_primary_key" {
  assert {
    condition     = aws_kms_replica_key.this["data"].primary_key_arn == var.primary_key_arns["data"]
    error_message = "The replica is one of another key."
  }

  assert {
    condition     = output.alias_names == { data = "alias/trading-prod-data" }
    error_message = "The replica goes by another alias than its primary key."
  }
}

run "a_replica_beside_its_primary_key_is_refused" {
  command = plan

  variables {
    primary_key_arns = {
      data = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    }
  }

  expect_failures = [aws_kms_replica_key.this["data"]]
}

run "a_key_without_a_primary_is_refused" {
  command = plan

  variables {
    primary_key_arns = {}
  }

  expect_failures = [var.primary_key_arns]
}
