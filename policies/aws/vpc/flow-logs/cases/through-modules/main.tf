module "network" {
  source = "./modules/network"
}

module "records" {
  source = "./modules/records"
  vpc_id = module.network.vpc_id
}

module "silent" {
  source = "./modules/network"
}
