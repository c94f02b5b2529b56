"""How much traffic may go to the primary region: a number of slices, told to CloudWatch every minute.

Route 53 has a health check for each slice that reads an alarm on this metric in the recovery region, and keeps the
last known answer where the metric stops. So traffic moves without a call to Route 53, whose control plane is in
us-east-1, and nothing moves because this function is silent. Not for the records themselves
(`modules/failover-records`).
"""

from sync_cluster_sizes.audit import Audit

METRIC = "SlicesOfPrimary"


def tell(audit: Audit, slices: int) -> None:
    """Say how many slices the primary may have. Raises what CloudWatch's client raises: somebody acts on this."""
    audit.measure_surely(METRIC, slices)
