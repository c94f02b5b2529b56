output "resource_types" {
  description = "Kinds of resources that are inspected."
  value       = sort(aws_inspector2_enabler.this.resource_types)
}
