"""Plan documents: the estate written down as `terraform show -json` would, and real plans read back.

https://developer.hashicorp.com/terraform/internals/json-format; docs/plan-documents.md. Runs no Terraform.
"""

from secscan.terraform.plan.document import document, encode
from secscan.terraform.plan.placeholders import overlap
from secscan.terraform.plan.view import EngineView, engine_view

__all__ = ["EngineView", "document", "encode", "engine_view", "overlap"]
