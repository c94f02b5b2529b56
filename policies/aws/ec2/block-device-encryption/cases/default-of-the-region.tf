resource "aws_ebs_encryption_by_default" "on" {
  enabled = true
}

# expect: clean[0]
resource "aws_instance" "by_default" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  root_block_device {
    volume_size = 20
  }
}
