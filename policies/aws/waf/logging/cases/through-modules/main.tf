module "logged" {
  source = "./modules/acl"
}

module "silent" {
  source = "./modules/acl"
}

resource "aws_wafv2_web_acl_logging_configuration" "logged" {
  resource_arn            = module.logged.arn
  log_destination_configs = ["arn:aws:logs:eu-central-1:111122223333:log-group:aws-waf-logs-web"]
}
