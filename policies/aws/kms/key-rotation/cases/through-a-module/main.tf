module "default" {
  source = "./modules/key"
}

module "keys" {
  source   = "./modules/key"
  for_each = { app = "Application data", logs = "Log groups" }

  description = each.value
  rotation    = true
}
