module "network" {
  source = "./modules/network"

  subnets = {
    edge    = { cidr = "10.0.0.0/24", public = true }
    private = { cidr = "10.0.1.0/24" }
  }
}
