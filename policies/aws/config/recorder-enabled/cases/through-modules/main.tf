module "recorder" {
  source = "./modules/recorder"
}

module "switch" {
  source = "./modules/switch"
  name   = module.recorder.name
}
