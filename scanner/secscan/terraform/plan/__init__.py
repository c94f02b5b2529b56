"""Plan documents: the estate written down as `terraform show -json` would, and real plans read back.

https://developer.hashicorp.com/terraform/internals/json-format; docs/plan-documents.md. Runs no Terraform.
"""

from secscan.terraform.plan.document import document, encode
from secscan.terraform.plan.joining import with_plans
from secscan.terraform.plan.placeholders import overlap, steps
from secscan.terraform.plan.reading import LIMIT, Plan, read_plan
from secscan.terraform.plan.view import EngineView, engine_view

__all__ = [
    "LIMIT",
    "EngineView",
    "Plan",
    "document",
    "encode",
    "engine_view",
    "overlap",
    "read_plan",
    "steps",
    "with_plans",
]
