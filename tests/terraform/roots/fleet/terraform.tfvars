name     = "overridden-later"
replicas = "3"
stores = {
  logs = {}
  media = {
    versioned = false
    days      = 90
    tags      = { Team = "media" }
    rules     = [{ id = "old" }, { id = "older", days = 365 }]
  }
}
