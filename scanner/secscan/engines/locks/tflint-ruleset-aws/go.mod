module secscan.lock/tflint-ruleset-aws

go 1.26.4

tool github.com/terraform-linters/tflint-ruleset-aws

require github.com/terraform-linters/tflint-ruleset-aws v0.48.0
