variable "privileged" {
  type = bool
}

# expect: clean[left-out]
# expect: clean[off]
# expect: finding[on]
# expect: finding[init]
# expect: unknown[not-known]
resource "kubernetes_pod_v1" "many" {
  metadata {
    name = "many"
  }

  spec {
    init_container {
      name  = "init"
      image = "example"

      security_context {
        privileged = true
      }
    }

    container {
      name  = "left-out"
      image = "example"
    }

    container {
      name  = "off"
      image = "example"

      security_context {
        privileged = false
      }
    }

    container {
      name  = "on"
      image = "example"

      security_context {
        privileged = true
      }
    }

    container {
      name  = "not-known"
      image = "example"

      security_context {
        privileged = var.privileged
      }
    }
  }
}

# expect: finding[agent]
resource "kubernetes_stateful_set" "agent" {
  metadata {
    name = "agent"
  }

  spec {
    service_name = "agent"

    selector {}

    template {
      metadata {}

      spec {
        container {
          name  = "agent"
          image = "example"

          security_context {
            privileged = true
          }
        }
      }
    }
  }
}

# expect: finding[once]
resource "kubernetes_manifest" "job" {
  manifest = {
    apiVersion = "batch/v1"
    kind       = "Job"
    metadata   = { name = "once", namespace = "default" }
    spec = {
      template = {
        spec = {
          containers = [{ name = "once", image = "example", securityContext = { privileged = true } }]
        }
      }
    }
  }
}
