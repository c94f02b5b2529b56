output "arns" {
  description = "ARN of each parameter; known before the parameter exists."
  value = {
    for name, parameter in merge(aws_ssm_parameter.this, aws_ssm_parameter.initial) :
    name => "arn:${data.aws_partition.current.partition}:ssm:${var.region}:${var.account_id}:parameter${parameter.name}"
  }
}
