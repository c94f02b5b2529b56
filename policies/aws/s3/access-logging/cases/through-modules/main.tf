module "logs" {
  source = "./modules/bucket"
}

module "data" {
  source = "./modules/bucket"

  logged = true
  logs   = module.logs.id
}

module "forgotten" {
  source = "./modules/bucket"
}
