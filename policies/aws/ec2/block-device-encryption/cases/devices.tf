variable "encrypted" {
  type = bool
}

variable "devices" {
  type = map(string)
}

# expect: finding[0]
# expect: clean[/dev/sdf]
# expect: finding[/dev/sdg]
# expect: unknown[/dev/sdh]
resource "aws_instance" "several" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  root_block_device {
    volume_size = 20
  }

  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
  }

  ebs_block_device {
    device_name = "/dev/sdg"
    encrypted   = false
  }

  ebs_block_device {
    device_name = "/dev/sdh"
    encrypted   = var.encrypted
  }

  ephemeral_block_device {
    device_name  = "/dev/sdi"
    virtual_name = "ephemeral0"
  }
}

# expect: clean
resource "aws_instance" "as_the_image_says" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

# expect: unknown
resource "aws_instance" "devices_not_known" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  dynamic "ebs_block_device" {
    for_each = var.devices

    content {
      device_name = ebs_block_device.key
      snapshot_id = ebs_block_device.value
    }
  }
}

# expect: finding[/dev/xvda]
# expect: clean[/dev/xvdb]
# expect: clean[/dev/xvdc]
resource "aws_launch_template" "several" {
  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = 20
    }
  }

  block_device_mappings {
    device_name = "/dev/xvdb"

    ebs {
      encrypted = "true"
    }
  }

  block_device_mappings {
    device_name  = "/dev/xvdc"
    virtual_name = "ephemeral0"
  }
}

# expect: finding[/dev/sdf]
resource "aws_launch_configuration" "off" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = false
  }
}

# expect: clean[/dev/sdf]
resource "aws_launch_configuration" "on" {
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
  }
}

# expect: clean
resource "aws_launch_template" "left_out" {
  name = "left-out"

  block_device_mappings {
    device_name = "/dev/sdb"
    no_device   = "true"
  }
}
