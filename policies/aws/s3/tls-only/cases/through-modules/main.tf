module "bucket" {
  source = "./modules/bucket"
}

module "guarded" {
  source = "./modules/bucket"
}

module "policy" {
  source = "./modules/policy"

  bucket = module.guarded.id
  arn    = module.guarded.arn
}
