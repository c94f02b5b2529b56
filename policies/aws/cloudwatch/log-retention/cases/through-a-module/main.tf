module "logs" {
  source = "./modules/logs"

  groups = {
    web   = { retention_in_days = 365 }
    batch = { retention_in_days = 14 }
    audit = {}
  }
}
