# The real provider writes the policies: keys are invented and nothing is called.
provider "aws" {
  region                      = "us-west-2"
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

variables {
  name_prefix            = "trading-dev"
  account_id             = "111122223333"
  cidr                   = "10.20.0.0/16"
  zones                  = ["us-west-2a", "us-west-2b", "us-west-2c"]
  interface_endpoints    = ["ecr.api", "kinesis-streams", "monitoring"]
  flow_log_group_arn     = "arn:aws:logs:us-west-2:111122223333:log-group:/trading-dev/flow"
  resolver_log_group_arn = "arn:aws:logs:us-west-2:111122223333:log-group:/trading-dev/resolver"
}

run "an_interface_endpoint_carries_its_service_for_this_account" {
  command = plan

  assert {
    condition = {
      for name, endpoint in aws_vpc_endpoint.interface :
      name => [for s in jsondecode(endpoint.policy).Statement : [s.Action, s.Condition]]
      } == {
      "ecr.api"         = [["ecr:*", { StringEquals = { "aws:PrincipalAccount" = "111122223333" } }]]
      "kinesis-streams" = [["kinesis:*", { StringEquals = { "aws:PrincipalAccount" = "111122223333" } }]]
      "monitoring"      = [["cloudwatch:*", { StringEquals = { "aws:PrincipalAccount" = "111122223333" } }]]
    }
    error_message = "An endpoint carries another service, or another account."
  }
}

run "strangers_read_through_s3_what_aws_publishes_and_nothing_else" {
  command = plan

  assert {
    condition = [
      for s in jsondecode(aws_vpc_endpoint.gateway["s3"].policy).Statement : [s.Action, s.Resource, s.Condition] if s.Sid != "OwnAccountOnly"
      ] == [["s3:GetObject", [
        "arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*",
        "arn:aws:s3:::al2023-repos-us-west-2-*/*",
    ], { Bool = { "aws:SecureTransport" = "true" } }]]
    error_message = "The S3 endpoint admits other reads than those of AWS's own buckets, over TLS."
  }

  assert {
    condition     = length(jsondecode(aws_vpc_endpoint.gateway["dynamodb"].policy).Statement) == 1
    error_message = "The DynamoDB endpoint serves somebody else than this account."
  }
}

run "flow_logs_are_written_into_their_group_alone" {
  command = plan

  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.flow_logs.policy).Statement : s.Resource] == [[
      "${var.flow_log_group_arn}:*", var.flow_log_group_arn,
    ]]
    error_message = "The role of the flow logs writes elsewhere."
  }
}
