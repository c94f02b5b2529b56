variable "state" {
  type = string
}

# expect: finding
resource "aws_ebs_snapshot_block_public_access" "open" {
  state = "unblocked"
}

# expect: clean
resource "aws_ebs_snapshot_block_public_access" "closed" {
  state = "block-all-sharing"
}

# expect: clean
resource "aws_ebs_snapshot_block_public_access" "closed_to_new" {
  state = "block-new-sharing"
}

# expect: unknown
resource "aws_ebs_snapshot_block_public_access" "not_known" {
  state = var.state
}
