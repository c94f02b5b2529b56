output "state_bucket" {
  description = "Bucket to name in the backend.tf of the account's environments."
  value       = module.state.bucket_names["state"]
}

output "state_key_arn" {
  description = "Customer key of that bucket; whoever deploys needs its use."
  value       = module.keys.key_arns["state"]
}
