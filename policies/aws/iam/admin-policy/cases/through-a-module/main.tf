module "admin" {
  source     = "./modules/policy"
  statements = [{ Sid = "All", Effect = "Allow", Action = ["*"], Resource = ["*"] }]
}

module "reader" {
  source     = "./modules/policy"
  statements = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["*"] }]
}
