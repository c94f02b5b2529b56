module "covered" {
  source = "./modules/balancer"
}

module "bare" {
  source = "./modules/balancer"
}

module "firewall" {
  source   = "./modules/firewall"
  resource = module.covered.arn
}
