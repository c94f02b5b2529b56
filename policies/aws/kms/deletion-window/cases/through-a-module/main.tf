module "long" {
  source = "./modules/key"
  days   = 30
}

module "short" {
  source = "./modules/key"
  days   = 7
}
