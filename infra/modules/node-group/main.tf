data "aws_partition" "current" {}

locals {
  # Nodes of low latency stand close together in one zone, each thread on a core of its own.
  low_latency = var.low_latency_cores > 0
  subnet_ids  = local.low_latency ? slice(var.subnet_ids, 0, 1) : var.subnet_ids

  # Families of the nodes' architecture that may stand in a cluster placement group and have an Elastic Network Adapter. EC2
  # says so of each type (DescribeInstanceTypes: PlacementGroupInfo, NetworkInfo); burstable and flex types may not.
  # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html
  low_latency_families = [
    "c5", "c5a", "c5ad", "c5d", "c5n", "c6a", "c6i", "c6id", "c6in", "c7a", "c7i", "c8a", "c8i", "c8id", "c8in",
    "m5", "m5a", "m5ad", "m5d", "m5dn", "m5n", "m5zn", "m6a", "m6i", "m6id", "m6idn", "m6in", "m7a", "m7i", "m8a", "m8i", "m8id",
    "r5", "r5a", "r5ad", "r5b", "r5d", "r5dn", "r5n", "r6a", "r6i", "r6id", "r6idn", "r6in", "r7a", "r7i", "r7iz", "r8a", "r8i",
    "z1d",
  ]

  managed_policies = toset(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"])
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "${var.cluster_name}-${var.region}-${var.name}-node"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = local.managed_policies

  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
}

resource "aws_placement_group" "this" {
  count = local.low_latency ? 1 : 0

  name     = "${var.cluster_name}-${var.name}"
  strategy = "cluster"

  tags = { Name = "${var.cluster_name}-${var.name}" }
}

# The node's metadata answers to tokens and to the node itself: a pod is one hop too far, and takes its role by pod identity.
resource "aws_launch_template" "this" {
  name                   = "${var.cluster_name}-${var.name}"
  description            = "Nodes of ${var.name}"
  instance_type          = var.instance_type
  ebs_optimized          = true
  update_default_version = true
  vpc_security_group_ids = [var.security_group_id]
  user_data              = local.low_latency ? base64encode(templatefile("${path.module}/templates/node-config.tftpl", {})) : null

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.volume_size
      encrypted             = true
      kms_key_id            = var.key_arn
      delete_on_termination = true
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  monitoring {
    enabled = true
  }

  dynamic "placement" {
    for_each = aws_placement_group.this

    content {
      group_name = placement.value.name
    }
  }

  dynamic "cpu_options" {
    for_each = local.low_latency ? [var.low_latency_cores] : []

    content {
      core_count       = cpu_options.value
      threads_per_core = 1
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])

    content {
      resource_type = tag_specifications.value
      tags          = { Name = "${var.cluster_name}-${var.name}", PatchGroup = var.patch_group }
    }
  }

  tags = { Name = "${var.cluster_name}-${var.name}" }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = var.cluster_name
  node_group_name = var.name
  node_role_arn   = aws_iam_role.this.arn
  subnet_ids      = local.subnet_ids
  ami_type        = "AL2023_x86_64_STANDARD"
  capacity_type   = "ON_DEMAND"
  labels          = { "platform/node-group" = var.name }

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  scaling_config {
    min_size     = var.size.min
    desired_size = var.size.desired
    max_size     = var.size.max
  }

  update_config {
    max_unavailable = 1
  }

  node_repair_config {
    enabled = true
  }

  dynamic "taint" {
    for_each = local.low_latency ? [var.name] : []

    content {
      key    = "platform/node-group"
      value  = taint.value
      effect = "NO_SCHEDULE"
    }
  }

  tags = {
    Name                                            = "${var.cluster_name}-${var.name}"
    "k8s.io/cluster-autoscaler/enabled"             = "true"
    "k8s.io/cluster-autoscaler/${var.cluster_name}" = "owned"
  }

  depends_on = [aws_iam_role_policy_attachment.this]

  # The autoscaler and a failover move the sizes; an apply must not undo either.
  lifecycle {
    ignore_changes = [scaling_config[0].desired_size, scaling_config[0].min_size]
  }
}
