# What the probes' expressions may refer to. `terraform console` reads it; the tests' scope says the same.
variable "us" { type = string }
variable "un" { type = number }
variable "ub" { type = bool }
variable "ul" { type = list(string) }
variable "um" { type = map(string) }
variable "ust" { type = set(string) }
variable "uo" { type = object({ a = string, b = list(number) }) }
variable "ut" { type = tuple([string, number]) }
variable "any" {}

variable "s" {
  default   = "secret"
  sensitive = true
}

variable "e" {
  default   = "passing"
  ephemeral = true
}

variable "so" {
  default   = { user = "root", password = "hush" }
  sensitive = true
}

variable "template" { default = "Hello, $${name}!%%{ for x in xs } $${x}%%{ endfor }" }

variable "people" {
  default = [{ name = "ada", age = 36 }, { name = "bob", age = 41 }]
}
