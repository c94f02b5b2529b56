module "key" {
  source = "./modules/key"
}

module "encrypted" {
  source  = "./modules/logs"
  names   = ["web", "worker"]
  key_arn = module.key.arn
}

module "plain" {
  source = "./modules/logs"
  names  = ["cron"]
}
