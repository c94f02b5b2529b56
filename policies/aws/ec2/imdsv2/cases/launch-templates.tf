variable "template" {
  type = string
}

# expect: clean
resource "aws_launch_template" "strict" {
  name = "strict"

  metadata_options {
    http_tokens = "required"
  }
}

# expect: finding
resource "aws_launch_template" "loose" {
  name = "loose"
}

# expect: clean
resource "aws_instance" "of_a_strict_template" {
  launch_template {
    id = aws_launch_template.strict.id
  }
}

# expect: clean
resource "aws_instance" "of_a_strict_template_by_name" {
  launch_template {
    name    = "strict"
    version = "$Latest"
  }
}

# expect: finding
resource "aws_instance" "of_a_loose_template" {
  launch_template {
    id = aws_launch_template.loose.id
  }
}

# What the instance says itself comes first.
# expect: finding
resource "aws_instance" "loosened" {
  launch_template {
    id = aws_launch_template.strict.id
  }

  metadata_options {
    http_tokens = "optional"
  }
}

# expect: unknown
resource "aws_instance" "of_a_template_elsewhere" {
  launch_template {
    id = var.template
  }
}
