"""Draws the pictures of the trading platform from its estate, so that they cannot drift from the Terraform.

`make diagrams` runs it. The order of the stages: `platform_read` (what there is), `flows` (what feeds what), `figures`
and `catalogue` (words and colours), `pictures` (what stands where), `layout` and `routing` (coordinates), `svg`,
`drawio` and `png` (files), `page` (the tables). Draws no picture of anything that the plan document does not hold.
"""
