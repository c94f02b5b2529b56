# What Terraform's mock provider says of computed attributes: without it every string is random, which neither the provider's
# own checks of ARNs nor a policy document accept. One account, one region; a test that needs the other region overrides
# `data.aws_region.current`. A type that a new module needs is added here, in order.
#
#   mock_provider "aws" {
#     source = "../../tests/mocks"
#   }

mock_data "aws_elb_service_account" {
  defaults = {
    arn = "arn:aws:iam::127311923021:root"
    id  = "127311923021"
  }
}

mock_data "aws_iam_policy_document" {
  defaults = {
    json          = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    minified_json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition          = "aws"
    dns_suffix         = "amazonaws.com"
    reverse_dns_prefix = "com.amazonaws"
  }
}

mock_data "aws_region" {
  defaults = {
    name        = "us-east-1"
    id          = "us-east-1"
    endpoint    = "ec2.us-east-1.amazonaws.com"
    description = "US East (N. Virginia)"
  }
}

mock_resource "aws_acm_certificate" {
  defaults = {
    arn = "arn:aws:acm:us-east-1:111122223333:certificate/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}

mock_resource "aws_api_gateway_rest_api" {
  defaults = {
    arn           = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5"
    execution_arn = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5"
  }
}

mock_resource "aws_api_gateway_stage" {
  defaults = {
    arn           = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/live"
    execution_arn = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/live"
  }
}

mock_resource "aws_backup_plan" {
  defaults = {
    arn = "arn:aws:backup:us-east-1:111122223333:backup-plan:0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}

mock_resource "aws_backup_vault" {
  defaults = {
    arn = "arn:aws:backup:us-east-1:111122223333:backup-vault:main"
  }
}

mock_resource "aws_cloudtrail" {
  defaults = {
    arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main"
  }
}

mock_resource "aws_cloudwatch_composite_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:main"
  }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = {
    arn = "arn:aws:events:us-east-1:111122223333:rule/main"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:111122223333:log-group:/main"
  }
}

mock_resource "aws_cloudwatch_metric_alarm" {
  defaults = {
    arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:main"
  }
}

mock_resource "aws_config_configuration_recorder" {
  defaults = {
    id = "main"
  }
}

mock_resource "aws_db_instance" {
  defaults = {
    arn = "arn:aws:rds:us-east-1:111122223333:db:main"
  }
}

mock_resource "aws_db_parameter_group" {
  defaults = {
    arn = "arn:aws:rds:us-east-1:111122223333:pg:main"
  }
}

mock_resource "aws_db_subnet_group" {
  defaults = {
    arn = "arn:aws:rds:us-east-1:111122223333:subgrp:main"
  }
}

mock_resource "aws_dynamodb_table" {
  defaults = {
    arn        = "arn:aws:dynamodb:us-east-1:111122223333:table/main"
    stream_arn = "arn:aws:dynamodb:us-east-1:111122223333:table/main/stream/2026-01-01T00:00:00.000"
  }
}

mock_resource "aws_ec2_transit_gateway" {
  defaults = {
    arn = "arn:aws:ec2:us-east-1:111122223333:transit-gateway/tgw-0a1b2c3d4e5f60718"
  }
}

mock_resource "aws_ecr_repository" {
  defaults = {
    arn            = "arn:aws:ecr:us-east-1:111122223333:repository/main"
    repository_url = "111122223333.dkr.ecr.us-east-1.amazonaws.com/main"
  }
}

mock_resource "aws_ecs_cluster" {
  defaults = {
    arn = "arn:aws:ecs:us-east-1:111122223333:cluster/main"
    id  = "arn:aws:ecs:us-east-1:111122223333:cluster/main"
  }
}

mock_resource "aws_ecs_service" {
  defaults = {
    id = "arn:aws:ecs:us-east-1:111122223333:service/main/main"
  }
}

mock_resource "aws_ecs_task_definition" {
  defaults = {
    arn = "arn:aws:ecs:us-east-1:111122223333:task-definition/main:1"
  }
}

mock_resource "aws_eks_cluster" {
  defaults = {
    arn                   = "arn:aws:eks:us-east-1:111122223333:cluster/main"
    endpoint              = "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com"
    certificate_authority = [{ data = "LS0tLS1CRUdJTi==" }]
    identity              = [{ oidc = [{ issuer = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF" }] }]
  }
}

mock_resource "aws_eks_node_group" {
  defaults = {
    arn       = "arn:aws:eks:us-east-1:111122223333:nodegroup/main/main/0f6d9d3e"
    resources = [{ autoscaling_groups = [{ name = "eks-main-0f6d9d3e" }] }]
  }
}

mock_resource "aws_elasticache_replication_group" {
  defaults = {
    arn = "arn:aws:elasticache:us-east-1:111122223333:replicationgroup:main"
  }
}

mock_resource "aws_flow_log" {
  defaults = {
    arn = "arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-0a1b2c3d4e5f60718"
  }
}

mock_resource "aws_guardduty_detector" {
  defaults = {
    arn = "arn:aws:guardduty:us-east-1:111122223333:detector/main"
  }
}

mock_resource "aws_iam_instance_profile" {
  defaults = {
    arn = "arn:aws:iam::111122223333:instance-profile/main"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF"
  }
}

mock_resource "aws_iam_policy" {
  defaults = {
    arn = "arn:aws:iam::111122223333:policy/main"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::111122223333:role/main"
  }
}

mock_resource "aws_kinesis_firehose_delivery_stream" {
  defaults = {
    arn = "arn:aws:firehose:us-east-1:111122223333:deliverystream/main"
  }
}

mock_resource "aws_kinesis_stream" {
  defaults = {
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/main"
  }
}

mock_resource "aws_kms_alias" {
  defaults = {
    arn            = "arn:aws:kms:us-east-1:111122223333:alias/main"
    target_key_arn = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
    key_id = "0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}

mock_resource "aws_kms_replica_key" {
  defaults = {
    arn    = "arn:aws:kms:us-west-2:111122223333:key/mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
    key_id = "mrk-0f6d9d3e5b434f0a9c533a1e4b7c2d10"
  }
}

mock_resource "aws_lambda_alias" {
  defaults = {
    arn = "arn:aws:lambda:us-east-1:111122223333:function:main:live"
  }
}

mock_resource "aws_lambda_code_signing_config" {
  defaults = {
    arn = "arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-0f6d9d3e5b434f0a9"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn           = "arn:aws:lambda:us-east-1:111122223333:function:main"
    qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:main:1"
    invoke_arn    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:main/invocations"
  }
}

mock_resource "aws_launch_template" {
  defaults = {
    id             = "lt-0a1b2c3d4e5f60718"
    arn            = "arn:aws:ec2:us-east-1:111122223333:launch-template/lt-0a1b2c3d4e5f60718"
    latest_version = 1
  }
}

mock_resource "aws_lb" {
  defaults = {
    arn      = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/main/50dc6c495c0c9188"
    dns_name = "main-1234567890.us-east-1.elb.amazonaws.com"
    zone_id  = "Z35SXDOTRQ7X7K"
  }
}

mock_resource "aws_lb_listener" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/main/50dc6c495c0c9188/f2f7dc8efc522ab2"
  }
}

mock_resource "aws_lb_target_group" {
  defaults = {
    arn = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/main/73e2d6bc24d8a067"
  }
}

mock_resource "aws_placement_group" {
  defaults = {
    id = "main"
  }
}

mock_resource "aws_prometheus_workspace" {
  defaults = {
    arn = "arn:aws:aps:us-east-1:111122223333:workspace/ws-0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
    id  = "ws-0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}

mock_resource "aws_route53_resolver_query_log_config" {
  defaults = {
    arn = "arn:aws:route53resolver:us-east-1:111122223333:resolver-query-log-config/rqlc-0a1b2c3d4e5f60718"
  }
}

mock_resource "aws_route53_zone" {
  defaults = {
    arn     = "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ"
    zone_id = "Z0123456789ABCDEFGHIJ"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn = "arn:aws:s3:::main"
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:main-a1b2c3"
    id  = "arn:aws:secretsmanager:us-east-1:111122223333:secret:main-a1b2c3"
  }
}

mock_resource "aws_signer_signing_profile" {
  defaults = {
    version_arn = "arn:aws:signer:us-east-1:111122223333:/signing-profiles/main/a1b2c3d4e5"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:us-east-1:111122223333:main"
  }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:us-east-1:111122223333:main"
    id  = "https://sqs.us-east-1.amazonaws.com/111122223333/main"
    url = "https://sqs.us-east-1.amazonaws.com/111122223333/main"
  }
}

mock_resource "aws_vpc" {
  defaults = {
    id  = "vpc-0a1b2c3d4e5f60718"
    arn = "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0a1b2c3d4e5f60718"
  }
}

mock_resource "aws_wafv2_web_acl" {
  defaults = {
    arn = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/main/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
  }
}
