# TFLint's whole configuration in an audit; no other one is read (docs/engines.md).
config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "recommended"
}

# No version and no source: the plugin is the verified binary in TFLINT_PLUGIN_DIR, never a download.
plugin "aws" {
  enabled = true
}
