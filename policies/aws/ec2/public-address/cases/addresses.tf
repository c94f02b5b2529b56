variable "public" {
  type = bool
}

# expect: finding
resource "aws_instance" "public" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  associate_public_ip_address = true
}

# expect: clean
resource "aws_instance" "private" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  associate_public_ip_address = false
}

# expect: clean
resource "aws_instance" "as_the_subnet_says" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

# expect: unknown
resource "aws_instance" "not_known" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  associate_public_ip_address = var.public
}

# expect: finding
resource "aws_launch_template" "public" {
  network_interfaces {
    associate_public_ip_address = "true"
  }
}

# expect: finding
resource "aws_launch_template" "public_by_the_second" {
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = false
  }

  network_interfaces {
    device_index                = 1
    associate_public_ip_address = true
  }
}

# expect: clean
resource "aws_launch_template" "private" {
  network_interfaces {
    associate_public_ip_address = false
  }
}

# expect: finding
resource "aws_launch_configuration" "public" {
  image_id                    = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  associate_public_ip_address = true
}

# expect: clean
resource "aws_launch_configuration" "private" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
