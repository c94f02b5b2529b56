variable "encrypted" {
  type    = bool
  default = true
}

# expect: finding module.open
# expect: clean module.closed
resource "aws_db_instance" "this" {
  engine            = "postgres"
  instance_class    = "db.t4g.medium"
  allocated_storage = 20
  storage_encrypted = var.encrypted
}
