module "silent" {
  source = "./modules/balancer"
}

module "logged" {
  source     = "./modules/balancer"
  log_bucket = "example-logs"
}
