# What people and programs did in the account that somebody should hear of at once, read from the trail.
locals {
  namespace = "${var.name_prefix}/trail"

  # Calls that change what protects the account.
  calls = {
    acl-changed = {
      source = "ec2"
      names  = ["CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry", "ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry"]
    }
    bucket-policy-changed = {
      source = "s3"
      names = [
        "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketPolicy", "DeleteBucketReplication", "PutBucketAcl",
        "PutBucketCors", "PutBucketLifecycle", "PutBucketPolicy", "PutBucketReplication",
      ]
    }
    gateway-changed = {
      source = "ec2"
      names  = ["AttachInternetGateway", "CreateCustomerGateway", "CreateInternetGateway", "DeleteCustomerGateway", "DeleteInternetGateway", "DetachInternetGateway"]
    }
    group-changed = {
      source = "ec2"
      names = [
        "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup", "DeleteSecurityGroup",
        "ModifySecurityGroupRules", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
      ]
    }
    iam-policy-changed = {
      source = "iam"
      names = [
        "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy", "CreatePolicy", "CreatePolicyVersion", "DeleteGroupPolicy",
        "DeletePolicy", "DeletePolicyVersion", "DeleteRolePolicy", "DeleteUserPolicy", "DetachGroupPolicy", "DetachRolePolicy",
        "DetachUserPolicy", "PutGroupPolicy", "PutRolePolicy", "PutUserPolicy",
      ]
    }
    key-endangered = {
      source = "kms"
      names  = ["DisableKey", "ScheduleKeyDeletion"]
    }
    organization-changed = {
      source = "organizations"
      names = [
        "AttachPolicy", "CreateAccount", "CreatePolicy", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "LeaveOrganization",
        "MoveAccount", "RemoveAccountFromOrganization", "UpdatePolicy",
      ]
    }
    recorder-changed = {
      source = "config"
      names  = ["DeleteDeliveryChannel", "PutConfigurationRecorder", "PutDeliveryChannel", "StopConfigurationRecorder"]
    }
    route-changed = {
      source = "ec2"
      names = [
        "CreateRoute", "CreateRouteTable", "DeleteRoute", "DeleteRouteTable", "DisassociateRouteTable", "ReplaceRoute",
        "ReplaceRouteTableAssociation",
      ]
    }
    trail-changed = {
      source = "cloudtrail"
      names  = ["CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"]
    }
    vpc-changed = {
      source = "ec2"
      names = [
        "AcceptVpcPeeringConnection", "CreateVpc", "CreateVpcPeeringConnection", "DeleteVpc", "DeleteVpcPeeringConnection",
        "ModifyVpcAttribute", "RejectVpcPeeringConnection",
      ]
    }
  }

  call_patterns = {
    for event, call in local.calls :
    event => "{ ($.eventSource = \"${call.source}.amazonaws.com\") && (${join(" || ", formatlist("($.eventName = \"%s\")", call.names))}) }"
  }

  # Ways of coming in.
  access_patterns = {
    root-used           = "{ ($.userIdentity.type = \"Root\") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != \"AwsServiceEvent\") }"
    sign-in-failed      = "{ ($.eventName = \"ConsoleLogin\") && ($.errorMessage = \"Failed authentication\") }"
    sign-in-without-mfa = "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") && ($.userIdentity.type = \"IAMUser\") && ($.responseElements.ConsoleLogin = \"Success\") }"
    unauthorized-call   = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
  }

  patterns = merge(local.call_patterns, local.access_patterns)

  # Events in five minutes that are one too many, where a single one is no alarm.
  tolerated = { sign-in-failed = 2, unauthorized-call = 9 }
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.patterns

  name           = "${var.name_prefix}-${each.key}"
  log_group_name = var.log_group_name
  pattern        = each.value

  metric_transformation {
    name          = each.key
    namespace     = local.namespace
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.patterns

  alarm_name          = "${var.name_prefix}-trail-${each.key}"
  alarm_description   = "The trail recorded: ${replace(each.key, "-", " ")}"
  namespace           = local.namespace
  metric_name         = aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation[0].name
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = lookup(local.tolerated, each.key, 0)
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  actions_enabled     = true
  alarm_actions       = var.topic_arns

  tags = { Name = "${var.name_prefix}-trail-${each.key}" }
}
