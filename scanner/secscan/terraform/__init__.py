"""Terraform, read and evaluated without credentials, providers, state or network.

`parse` (over `hcl`) -> `syntax` (our tree, with spans) -> `evaluate` (values) -> `estate` (what rules ask).
"""
