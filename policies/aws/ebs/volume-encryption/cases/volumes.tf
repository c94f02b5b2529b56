variable "encrypted" {
  type = bool
}

variable "snapshot" {
  type = string
}

# expect: finding
resource "aws_ebs_volume" "left_at_the_default" {
  availability_zone = "eu-central-1a"
  size              = 10
}

# expect: finding
resource "aws_ebs_volume" "off" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = false
}

# expect: clean
resource "aws_ebs_volume" "on" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = true
}

# expect: unknown
resource "aws_ebs_volume" "not_known" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = var.encrypted
}

resource "aws_ebs_snapshot" "of_an_encrypted_volume" {
  volume_id = aws_ebs_volume.on.id
}

resource "aws_ebs_snapshot" "of_a_plain_volume" {
  volume_id = aws_ebs_volume.off.id
}

# expect: clean
resource "aws_ebs_volume" "restored_encrypted" {
  availability_zone = "eu-central-1a"
  snapshot_id       = aws_ebs_snapshot.of_an_encrypted_volume.id
}

# expect: finding
resource "aws_ebs_volume" "restored_plain" {
  availability_zone = "eu-central-1a"
  snapshot_id       = aws_ebs_snapshot.of_a_plain_volume.id
}

# expect: unknown
resource "aws_ebs_volume" "restored_from_elsewhere" {
  availability_zone = "eu-central-1a"
  snapshot_id       = var.snapshot
}

resource "aws_ebs_snapshot" "of_a_volume_that_is_gone" {
  volume_id = "vol-0123456789abcdef0"
}

# expect: unknown
resource "aws_ebs_volume" "restored_from_a_volume_that_is_gone" {
  availability_zone = "eu-central-1a"
  snapshot_id       = aws_ebs_snapshot.of_a_volume_that_is_gone.id
}
