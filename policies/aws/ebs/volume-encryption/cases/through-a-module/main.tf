module "scratch" {
  source = "./modules/volume"
}

module "data" {
  source    = "./modules/volume"
  encrypted = true
}
