"""Terraform, read and evaluated without credentials, providers, state or network.

`parse` (the only importer of `hcl2`) -> `syntax` (our tree, with spans) -> `evaluate` (values) -> `estate` (what rules ask).
"""
