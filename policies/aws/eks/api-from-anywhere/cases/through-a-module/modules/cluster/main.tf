variable "cidrs" {
  type    = list(string)
  default = ["0.0.0.0/0"]
}

# expect: finding module.open
# expect: clean module.closed
resource "aws_eks_cluster" "this" {
  name     = "this"
  role_arn = "arn:aws:iam::111122223333:role/cluster"

  vpc_config {
    subnet_ids          = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    public_access_cidrs = var.cidrs
  }
}
