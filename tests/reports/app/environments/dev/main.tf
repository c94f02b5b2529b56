variable "vpc_id" {
  type = string
}

module "keys" {
  source   = "../../modules/keys"
  for_each = toset(["logs", "assets"])
  purpose  = each.key
}

resource "aws_s3_bucket" "assets" {
  bucket = "example-assets"
}

resource "aws_cloudwatch_log_group" "app" {
  count             = 2
  name              = "/app/${count.index}"
  retention_in_days = 30
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "Lets the web in"
  vpc_id      = var.vpc_id

  ingress {
    description = "shell"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "bastion" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t2.huge"
}
