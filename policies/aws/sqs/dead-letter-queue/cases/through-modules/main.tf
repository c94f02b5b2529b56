module "failed" {
  source = "./modules/queue"
  name   = "failed"
}

module "jobs" {
  source      = "./modules/queue"
  name        = "jobs"
  with_target = true
  target      = module.failed.arn
}

module "forgotten" {
  source = "./modules/queue"
  name   = "forgotten"
}
