variable "regions" {
  type = object({
    primary  = string
    recovery = optional(string, "us-west-2")
  })
  default = { primary = "us-east-1" }
}

variable "name" {
  type     = string
  nullable = false
  default  = "fleet"

  validation {
    condition     = length(var.name) > 2
    error_message = "The name is too short."
  }
}

variable "stores" {
  type = map(object({
    versioned = optional(bool, true)
    days      = optional(number)
    tags      = optional(map(string), {})
    rules     = optional(list(object({ id = string, days = optional(number, 30) })), [])
  }))
}

variable "admins" {
  type    = set(string)
  default = []
}

variable "replicas" {
  type    = number
  default = 1
}

variable "password" {
  type      = string
  sensitive = true
  default   = "not-so-secret"
}

variable "anything" {
  default = ["a", 1, { deep = true }]
}

variable "cidr" {
  type    = string
  default = "10.20.0.0/16"
}

variable "ports" {
  type    = list(number)
  default = [443, 8443]
}

variable "legacy" {
  type    = string
  default = null
}
