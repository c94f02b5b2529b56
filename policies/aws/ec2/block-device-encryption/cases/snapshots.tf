variable "snapshot" {
  type = string
}

resource "aws_ebs_volume" "encrypted" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = true
}

resource "aws_ebs_volume" "plain" {
  availability_zone = "eu-central-1a"
  size              = 10
}

resource "aws_ebs_snapshot" "encrypted" {
  volume_id = aws_ebs_volume.encrypted.id
}

resource "aws_ebs_snapshot" "plain" {
  volume_id = aws_ebs_volume.plain.id
}

# expect: clean[/dev/sdf]
# expect: finding[/dev/sdg]
# expect: unknown[/dev/sdh]
resource "aws_instance" "restored" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  ebs_block_device {
    device_name = "/dev/sdf"
    snapshot_id = aws_ebs_snapshot.encrypted.id
  }

  ebs_block_device {
    device_name = "/dev/sdg"
    snapshot_id = aws_ebs_snapshot.plain.id
  }

  ebs_block_device {
    device_name = "/dev/sdh"
    snapshot_id = var.snapshot
  }
}

# expect: clean[/dev/xvdb]
# expect: finding[/dev/xvdc]
resource "aws_launch_template" "restored" {
  block_device_mappings {
    device_name = "/dev/xvdb"

    ebs {
      snapshot_id = aws_ebs_snapshot.encrypted.id
    }
  }

  block_device_mappings {
    device_name = "/dev/xvdc"

    ebs {
      snapshot_id = aws_ebs_snapshot.plain.id
    }
  }
}
