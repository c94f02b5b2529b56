locals {
  patterns = {
    unauthorized_calls  = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
    sign_in_without_mfa = "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") }"
    root_use            = "{ ($.userIdentity.type = \"Root\") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != \"AwsServiceEvent\") }"
    iam_policies        = "{ ($.eventName = DeleteRolePolicy) || ($.eventName = PutRolePolicy) || ($.eventName = AttachRolePolicy) || ($.eventName = DetachRolePolicy) }"
    trail_changes       = "{ ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StopLogging) }"
    failed_sign_ins     = "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }"
    key_deletion        = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }"
    bucket_policies     = "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketPolicy) || ($.eventName = PutBucketAcl)) }"
    config_changes      = "{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || ($.eventName = DeleteDeliveryChannel)) }"
    security_groups     = "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupIngress) }"
    network_acls        = "{ ($.eventName = CreateNetworkAclEntry) || ($.eventName = ReplaceNetworkAclEntry) }"
    gateways            = "{ ($.eventName = AttachInternetGateway) || ($.eventName = DetachInternetGateway) }"
    route_tables        = "{ ($.eventName = CreateRoute) || ($.eventName = ReplaceRoute) }"
    vpcs                = "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) }"
  }
}

# expect: clean
resource "aws_cloudtrail" "watched" {
  name                       = "watched"
  s3_bucket_name             = "example-trail"
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:trail:*"
  cloud_watch_logs_role_arn  = "arn:aws:iam::111122223333:role/trail"
}

# Without a log group nothing could be filtered: another rule says so.
# expect: clean
resource "aws_cloudtrail" "without_a_log_group" {
  name           = "without-a-log-group"
  s3_bucket_name = "example-trail"
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.patterns

  name           = each.key
  log_group_name = "trail"
  pattern        = each.value

  metric_transformation {
    name      = each.key
    namespace = "Trail"
    value     = "1"
  }
}

resource "aws_sns_topic" "alerts" {
  name              = "alerts"
  kms_master_key_id = "alias/alerts"
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.patterns

  alarm_name          = each.key
  namespace           = "Trail"
  metric_name         = aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation[0].name
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name    = "any"
  alarm_rule    = "ALARM(a-part)"
  alarm_actions = ["arn:aws:sns:us-east-1:111122223333:alerts"]
}
