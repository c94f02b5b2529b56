module "strict" {
  source     = "./modules/parameters"
  parameters = { "rds.force_ssl" = "1" }
}

module "lax" {
  source     = "./modules/parameters"
  parameters = { log_connections = "1" }
}
