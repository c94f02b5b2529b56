module "open" {
  source    = "./modules/queue"
  principal = "*"
}

module "closed" {
  source    = "./modules/queue"
  principal = "arn:aws:iam::111122223333:root"
}
