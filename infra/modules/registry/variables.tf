variable "name_prefix" {
  description = "Start of every repository's name, project and environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name_prefix))
    error_message = "name_prefix must be 2 to 23 lower-case letters, digits and hyphens."
  }
}

variable "account_id" {
  description = "AWS account of the registry."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits."
  }
}

variable "region" {
  description = "Region of the registry."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the name of a region, such as us-east-1."
  }
}

variable "repositories" {
  description = "Image repositories to keep."
  type        = set(string)
  nullable    = false

  validation {
    condition     = alltrue([for name in var.repositories : can(regex("^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?$", name))])
    error_message = "A repository is named in lower-case letters, digits and hyphens, with one slash at most."
  }
}

variable "key_arn" {
  description = "ARN of the customer key that encrypts the images."
  type        = string
  nullable    = false
}

variable "kept_images" {
  description = "Newest images that each repository keeps."
  type        = number
  default     = 50
  nullable    = false

  validation {
    condition     = var.kept_images >= 10
    error_message = "kept_images must be 10 or more, so that a rollback finds its image."
  }
}

variable "protected" {
  description = "Whether Terraform refuses to delete a repository that still holds images."
  type        = bool
  default     = true
  nullable    = false
}
