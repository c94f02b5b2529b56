module "old" {
  source  = "./modules/function"
  runtime = "python3.7"
}

module "current" {
  source = "./modules/function"
}
