"""Expressions to values: Terraform's types, functions, templates and modules, with an explicit unknown."""
