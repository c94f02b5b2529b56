module "buckets" {
  source = "./modules/buckets"

  names     = { orders = "example-orders", quotes = "example-quotes" }
  versioned = ["orders"]
}
