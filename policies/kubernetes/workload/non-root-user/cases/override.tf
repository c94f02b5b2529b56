variable "user" {
  type = string
}

# What the container says overrides what its pod says.
# expect: clean[as-the-pod]
# expect: finding[root]
# expect: clean[another-user]
# expect: finding[init]
# expect: unknown[not-known]
resource "kubernetes_pod_v1" "user_of_the_pod" {
  metadata {
    name = "user-of-the-pod"
  }

  spec {
    security_context {
      run_as_user = "1000"
    }

    init_container {
      name  = "init"
      image = "example"

      security_context {
        run_as_user = "0"
      }
    }

    container {
      name  = "as-the-pod"
      image = "example"
    }

    container {
      name  = "root"
      image = "example"

      security_context {
        run_as_user = 0
      }
    }

    container {
      name  = "another-user"
      image = "example"

      security_context {
        run_as_user = 2000
      }
    }

    container {
      name  = "not-known"
      image = "example"

      security_context {
        run_as_user = var.user
      }
    }
  }
}

# expect: clean[as-the-pod]
# expect: finding[may-be-root]
# expect: clean[by-user]
resource "kubernetes_pod" "non_root_by_the_pod" {
  metadata {
    name = "non-root-by-the-pod"
  }

  spec {
    security_context {
      run_as_non_root = true
    }

    container {
      name  = "as-the-pod"
      image = "example"
    }

    container {
      name  = "may-be-root"
      image = "example"

      security_context {
        run_as_non_root = false
      }
    }

    container {
      name  = "by-user"
      image = "example"

      security_context {
        run_as_non_root = false
        run_as_user     = 1000
      }
    }
  }
}

# expect: finding[0]
resource "kubernetes_pod" "silent" {
  metadata {
    name = "silent"
  }

  spec {
    container {
      image = "example"
    }
  }
}
