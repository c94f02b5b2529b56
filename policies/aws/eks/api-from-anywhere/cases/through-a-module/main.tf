module "open" {
  source = "./modules/cluster"
}

module "closed" {
  source = "./modules/cluster"
  cidrs  = ["192.0.2.0/24"]
}
