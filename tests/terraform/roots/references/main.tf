terraform {
  required_version = ">= 1.9"
}

variable "plain" {
  type    = string
  default = "p"
}

variable "shaped" {
  description = "Holds defaults of its own."
  type = object({
    list = optional(list(number), [1, 2.5])
    map  = optional(map(string), { a = "1" })
    flag = bool
  })
  default = { flag = true }
}

variable "secret" {
  type      = string
  sensitive = true
  default   = "s3cr3t"
}

variable "keys" {
  type    = map(string)
  default = { a = "x", "b.c" = "y" }
}

locals {
  deep = { list = [{ name = "n" }], "odd key" = 1 }
}

resource "terraform_data" "one" {
  input = var.plain
}

resource "terraform_data" "many" {
  for_each = var.keys

  input            = "${each.key}=${each.value}"
  triggers_replace = [terraform_data.one.output, each.value]
  depends_on       = [terraform_data.one, module.child]

  provisioner "local-exec" {
    command     = "echo ${self.input}"
    when        = create
    working_dir = path.module
  }

  lifecycle {
    ignore_changes = [input]
  }
}

resource "terraform_data" "counted" {
  count = length(var.keys)
  input = count.index
}

module "child" {
  source   = "./child"
  for_each = { for name, key in var.keys : name => key }

  value  = each.value
  secret = "a constant"
  list   = [for item in local.deep.list : item.name]
}

output "constants" {
  value = [1, -1, 0.1, 1e3, 10 / 4, "a${1 + 1}b", true && !false, null, { a = [], (1) = "x" }, [for x in ["a"] : "<${x}>"]]
}

output "call" {
  value = upper("a")
}

output "template" {
  value = "%{for k, v in var.keys}${k}${v}${local.deep.list[0].name}%{endfor}%{if var.shaped.flag}${var.plain}%{else}${path.root}%{endif}"
}

output "heredoc" {
  value = <<-EOT
    ${var.plain}
      ${terraform.workspace} ${"literal"}
  EOT
}

output "indexes" {
  value = [
    terraform_data.many["a"].output,
    terraform_data.many["b.c"].output,
    terraform_data.many[var.plain == "p" ? "a" : "b.c"].output,
    terraform_data.counted[0].output,
    terraform_data.counted.1.output,
    terraform_data.counted[1 - 1].output,
    local.deep["odd key"],
    local.deep["list"][0]["name"],
    var.keys[var.plain == "p" ? "a" : "b.c"],
  ]
}

output "splats" {
  value = [terraform_data.counted[*].output, terraform_data.counted.*.output, values(terraform_data.many)[*].input]
}

output "modules" {
  value = [module.child["a"].name, module.child, [for k, c in module.child : "${k}${c.name}${var.plain}"]]
}

output "hidden" {
  value     = var.secret
  sensitive = true
}

output "nested" {
  description = "Names of a for hide others."
  depends_on  = [terraform_data.counted]
  value = {
    for k, v in var.keys : "${k}-${var.plain}" => [for v in local.deep.list : v.name if var.shaped.flag]
    if v != var.shaped.map.a
  }
}

output "conditional" {
  value = var.shaped.flag ? (var.plain) : try(local.deep.list[5], var.keys["a"])
}
