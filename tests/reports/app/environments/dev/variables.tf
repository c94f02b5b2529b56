variable "forgotten" {
  type = string
}
