"""Our own rules: policies as data, judged on the evaluated estate in three-valued logic; the engine named `secscan`.

Not the engines of others, and not what becomes of an observation (triage). The language's manual: docs/writing-rules.md
"""

from secscan.rules.judge import judge
from secscan.rules.language import Policy
from secscan.rules.load import Framework, load_frameworks, load_policies, policies_digest

__all__ = ["Framework", "Policy", "judge", "load_frameworks", "load_policies", "policies_digest"]
