resource "aws_ebs_encryption_by_default" "off" {
  enabled = false
}

# expect: finding[/dev/sda1]
resource "aws_instance" "plain" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  ebs_block_device {
    device_name = "/dev/sda1"
    volume_size = 10
  }
}
