# expect: clean module.covered
# expect: finding module.bare
resource "aws_lb" "this" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}

output "arn" {
  value = aws_lb.this.arn
}
