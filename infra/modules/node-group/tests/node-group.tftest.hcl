mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  name              = "general"
  cluster_name      = "trading-dev"
  region            = "us-east-1"
  subnet_ids        = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718", "subnet-2a1b2c3d4e5f60718"]
  security_group_id = "sg-0a1b2c3d4e5f60718"
  instance_type     = "t3.medium"
  size              = { min = 1, desired = 2, max = 10 }
  key_arn           = "arn:aws:kms:us-east-1:111122223333:key/0f6d9d3e-5b43-4f0a-9c53-3a1e4b7c2d10"
}

run "a_node_is_encrypted_and_gives_its_metadata_to_itself_alone" {
  assert {
    condition = [
      aws_launch_template.this.metadata_options[0].http_tokens,
      tostring(aws_launch_template.this.metadata_options[0].http_put_response_hop_limit),
      aws_launch_template.this.block_device_mappings[0].ebs[0].encrypted,
      aws_launch_template.this.block_device_mappings[0].ebs[0].kms_key_id,
    ] == ["required", "1", "true", var.key_arn]
    error_message = "A node's volume or its metadata is open."
  }

  assert {
    condition     = length(aws_launch_template.this.placement) == 0 && length(aws_eks_node_group.this.taint) == 0
    error_message = "Ordinary nodes are placed or tainted."
  }

  assert {
    condition     = length(aws_eks_node_group.this.subnet_ids) == 3
    error_message = "Ordinary nodes do not use every zone."
  }
}

run "nodes_of_low_latency_stand_together_with_one_thread_a_core" {
  variables {
    name              = "latency"
    instance_type     = "c6in.2xlarge"
    low_latency_cores = 4
  }

  assert {
    condition = [
      aws_placement_group.this[0].strategy,
      aws_launch_template.this.placement[0].group_name,
      tostring(aws_launch_template.this.cpu_options[0].core_count),
      tostring(aws_launch_template.this.cpu_options[0].threads_per_core),
    ] == ["cluster", "trading-dev-latency", "4", "1"]
    error_message = "The nodes are not placed together, or share cores."
  }

  assert {
    condition     = aws_eks_node_group.this.subnet_ids == toset(["subnet-0a1b2c3d4e5f60718"])
    error_message = "A cluster placement group lies in one zone."
  }

  assert {
    condition     = strcontains(base64decode(aws_launch_template.this.user_data), "cpuManagerPolicy: static")
    error_message = "Pods do not get whole cores."
  }
}

run "a_burstable_type_for_low_latency_is_refused" {
  command = plan

  variables {
    low_latency_cores = 1
  }

  expect_failures = [var.low_latency_cores]
}

run "a_flex_type_for_low_latency_is_refused" {
  command = plan

  variables {
    instance_type     = "m7i-flex.2xlarge"
    low_latency_cores = 4
  }

  expect_failures = [var.low_latency_cores]
}

run "a_type_of_another_architecture_for_low_latency_is_refused" {
  command = plan

  variables {
    instance_type     = "c7gn.2xlarge"
    low_latency_cores = 4
  }

  expect_failures = [var.low_latency_cores]
}

run "a_flex_type_for_ordinary_nodes_is_accepted" {
  command = plan

  variables {
    instance_type = "m7i-flex.2xlarge"
  }

  assert {
    condition     = length(aws_placement_group.this) == 0
    error_message = "Ordinary nodes are placed."
  }
}

run "a_least_size_above_the_first_is_refused" {
  command = plan

  variables {
    size = { min = 3, desired = 2, max = 10 }
  }

  expect_failures = [var.size]
}

run "a_group_that_can_never_grow_is_refused" {
  command = plan

  variables {
    size = { min = 0, desired = 0, max = 0 }
  }

  expect_failures = [var.size]
}
