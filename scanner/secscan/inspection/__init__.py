"""The estate for a person: what `secscan inspect` shows. Evaluates nothing, judges nothing, and prints nothing itself.

`overview` is what there is; `chosen` finds resources by address; `resources` shows them, each value with its line and
where it came from. Lines are text, to be made inert by who prints them; sensitive values are not in them.
"""

from secscan.inspection.document import document
from secscan.inspection.overview import overview
from secscan.inspection.resource import resources
from secscan.inspection.select import Nothing, chosen

__all__ = ["Nothing", "chosen", "document", "overview", "resources"]
