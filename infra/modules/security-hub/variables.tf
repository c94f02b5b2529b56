variable "standards" {
  description = "Standards that the account is measured by."
  type        = set(string)
  default     = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0", "nist-800-53/v/5.0.0", "pci-dss/v/4.0.1"]
  nullable    = false

  validation {
    condition     = contains(var.standards, "aws-foundational-security-best-practices/v/1.0.0")
    error_message = "AWS's own standard is always among standards."
  }
}

variable "linked_regions" {
  description = "Regions whose findings are gathered here; empty in a region that is gathered from."
  type        = set(string)
  default     = []
  nullable    = false
}
