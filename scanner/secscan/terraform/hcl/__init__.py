"""How a text becomes a syntax tree: tokens, terminals, python-hcl2's grammar, reductions; and the JSON twin.

Private to `secscan.terraform.parse`: other rooms ask there. Nothing is evaluated here.
"""
