variable "tokens" {
  type = string
}

variable "template" {
  type = string
}

# expect: finding
resource "aws_instance" "left_at_the_default" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

# expect: finding
resource "aws_instance" "optional" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_tokens = "optional"
  }
}

# expect: finding
resource "aws_instance" "hops_alone" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
  }
}

# expect: clean
resource "aws_instance" "required" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

# expect: clean
resource "aws_instance" "service_off" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_endpoint = "disabled"
  }
}

# expect: unknown
resource "aws_instance" "not_known" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_tokens = var.tokens
  }
}

# expect: finding
resource "aws_launch_configuration" "left_at_the_default" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

# expect: finding
resource "aws_launch_configuration" "optional" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

# expect: clean
resource "aws_launch_configuration" "required" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
    http_tokens = "required"
  }
}
