module "locked" {
  source = "./modules/bucket"
  name   = "example-locked"
}

module "lock" {
  source = "./modules/lock"
  bucket = module.locked.id
}

module "unlocked" {
  source = "./modules/bucket"
  name   = "example-unlocked"
}

module "many" {
  source   = "./modules/bucket"
  for_each = toset(["a", "b"])
  name     = "example-${each.key}"
}

module "many_locks" {
  source   = "./modules/lock"
  for_each = module.many
  bucket   = each.value.id
}

module "half_locked" {
  source = "./modules/bucket"
  name   = "example-half-locked"
}

module "half_lock" {
  source = "./modules/lock"
  bucket = module.half_locked.id
  whole  = false
}
