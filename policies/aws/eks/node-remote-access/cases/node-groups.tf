variable "key" {
  type = string
}

variable "groups" {
  type = set(string)
}

# expect: finding
resource "aws_eks_node_group" "open" {
  cluster_name    = "main"
  node_group_name = "open"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  remote_access {
    ec2_ssh_key = "operations"
  }
}

# expect: finding
resource "aws_eks_node_group" "open_in_words" {
  cluster_name    = "main"
  node_group_name = "open-in-words"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  remote_access {
    ec2_ssh_key               = "operations"
    source_security_group_ids = []
  }
}

# expect: clean
resource "aws_eks_node_group" "of_the_bastion" {
  cluster_name    = "main"
  node_group_name = "of-the-bastion"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  remote_access {
    ec2_ssh_key               = "operations"
    source_security_group_ids = ["sg-0123456789abcdef0"]
  }
}

# expect: clean
resource "aws_eks_node_group" "without" {
  cluster_name    = "main"
  node_group_name = "without"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }
}

# expect: unknown
resource "aws_eks_node_group" "perhaps_a_key" {
  cluster_name    = "main"
  node_group_name = "perhaps-a-key"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  remote_access {
    ec2_ssh_key = var.key
  }
}

# expect: unknown
resource "aws_eks_node_group" "groups_not_known" {
  cluster_name    = "main"
  node_group_name = "groups-not-known"
  node_role_arn   = "arn:aws:iam::111122223333:role/node"
  subnet_ids      = ["subnet-0123456789abcdef0"]

  scaling_config {
    min_size     = 1
    desired_size = 1
    max_size     = 2
  }

  remote_access {
    ec2_ssh_key               = "operations"
    source_security_group_ids = var.groups
  }
}
