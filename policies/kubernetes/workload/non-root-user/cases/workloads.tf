variable "manifest" {
  type = any
}

locals {
  images = { web = 1000, worker = 0 }
}

# expect: clean[web]
# expect: finding[worker]
resource "kubernetes_deployment_v1" "app" {
  metadata {
    name = "app"
  }

  spec {
    template {
      metadata {}

      spec {
        dynamic "container" {
          for_each = local.images

          content {
            name  = container.key
            image = "example/${container.key}"

            security_context {
              run_as_user = container.value
            }
          }
        }
      }
    }
  }
}

# expect: finding[agent]
resource "kubernetes_daemonset" "agent" {
  metadata {
    name = "agent"
  }

  spec {
    template {
      metadata {}

      spec {
        container {
          name  = "agent"
          image = "example"
        }
      }
    }
  }
}

# expect: finding[nightly]
resource "kubernetes_cron_job_v1" "nightly" {
  metadata {
    name = "nightly"
  }

  spec {
    schedule = "0 3 * * *"

    job_template {
      metadata {}

      spec {
        template {
          metadata {}

          spec {
            container {
              name  = "nightly"
              image = "example"
            }
          }
        }
      }
    }
  }
}

# expect: finding[web]
# expect: clean[worker]
resource "kubernetes_manifest" "deployment" {
  manifest = {
    apiVersion = "apps/v1"
    kind       = "Deployment"
    metadata   = { name = "web", namespace = "default" }
    spec = {
      template = {
        spec = {
          securityContext = { runAsNonRoot = true }
          containers = [
            { name = "web", image = "example", securityContext = { runAsNonRoot = false } },
            { name = "worker", image = "example" },
          ]
        }
      }
    }
  }
}

# expect: finding[once]
resource "kubernetes_manifest" "yaml" {
  manifest = yamldecode(<<-EOT
    apiVersion: v1
    kind: Pod
    metadata:
      name: once
    spec:
      containers:
        - name: once
          image: example
  EOT
  )
}

# expect: clean
resource "kubernetes_manifest" "settings" {
  manifest = {
    apiVersion = "v1"
    kind       = "ConfigMap"
    metadata   = { name = "settings", namespace = "default" }
    data       = { key = "value" }
  }
}

# expect: unknown
resource "kubernetes_manifest" "not_known" {
  manifest = var.manifest
}
