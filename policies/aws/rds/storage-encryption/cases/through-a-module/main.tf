module "open" {
  source    = "./modules/database"
  encrypted = false
}

module "closed" {
  source = "./modules/database"
}
