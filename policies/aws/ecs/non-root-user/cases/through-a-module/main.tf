module "web" {
  source = "./modules/service"
  name   = "web"
  user   = "101"
}

module "worker" {
  source = "./modules/service"
  name   = "worker"
}
