"""Node groups of EKS and services of ECS in either region: what size they are, making them another, and whether they
are there. Not for which size they should be.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sync_cluster_sizes.audit import Audit
from sync_cluster_sizes.aws import Region
from sync_cluster_sizes.sizes import Size

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef
    from mypy_boto3_eks.type_defs import NodegroupTypeDef

DIMENSION: Literal["ecs:service:DesiredCount"] = "ecs:service:DesiredCount"


@dataclass(frozen=True, kw_only=True)
class Compute:
    """The clusters of one region."""

    aws: Region
    kubernetes: str
    cluster: str
    audit: Audit

    # Node groups ------------------------------------------------------------------------------------------------------

    def _group(self, name: str) -> "NodegroupTypeDef":
        return self.aws.kubernetes.describe_nodegroup(clusterName=self.kubernetes, nodegroupName=name)["nodegroup"]

    def group_size(self, name: str) -> Size:
        """The size that the group is set to."""
        scaling = self._group(name).get("scalingConfig", {})
        return Size(
            min=scaling.get("minSize", 0), desired=scaling.get("desiredSize", 0), max=max(scaling.get("maxSize", 1), 1)
        )

    def set_group(self, name: str, size: Size, *, token: str) -> str:
        """Set the group's size where it has another. `token` makes a call that is sent twice one call."""
        if self.group_size(name) == size:
            return f"{name} is {size.desired}"
        self.aws.kubernetes.update_nodegroup_config(
            clusterName=self.kubernetes,
            nodegroupName=name,
            scalingConfig={"minSize": size.min, "desiredSize": size.desired, "maxSize": size.max},
            clientRequestToken=f"{token}-{size.min}-{size.desired}-{size.max}"[:64],
        )
        self.audit.scaled(self.aws.name, "node-group", name, size.desired)
        return f"{name} to {size.desired}"

    def group_missing(self, name: str) -> str:
        """What the group lacks: settled, and as many nodes in service as are wanted. Empty where nothing."""
        group = self._group(name)
        if group.get("status") != "ACTIVE":
            return f"status {group.get('status')}"
        wanted = group.get("scalingConfig", {}).get("desiredSize", 0)
        groups = [found["name"] for found in group.get("resources", {}).get("autoScalingGroups", []) if "name" in found]
        ready = self._in_service(groups)
        return "" if ready >= wanted else f"{ready} of {wanted} nodes in service"

    def _in_service(self, names: list[str]) -> int:
        if not names:
            return 0
        answer = self.aws.groups.describe_auto_scaling_groups(AutoScalingGroupNames=names)
        instances = [instance for group in answer["AutoScalingGroups"] for instance in group["Instances"]]
        return sum(i["LifecycleState"] == "InService" and i["HealthStatus"] == "Healthy" for i in instances)

    # Services ---------------------------------------------------------------------------------------------------------

    def _service(self, name: str) -> "ServiceTypeDef":
        answer = self.aws.services.describe_services(cluster=self.cluster, services=[name])
        for service in answer["services"]:
            if service.get("status") == "ACTIVE":
                return service
        raise LookupError(f"the service {name} is not in the cluster {self.cluster} of {self.aws.name}")

    def service_size(self, name: str) -> Size:
        """Tasks that are wanted, and the bounds between which the load may move them."""
        desired = self._service(name).get("desiredCount", 0)
        targets = self.aws.scaling.describe_scalable_targets(
            ServiceNamespace="ecs", ResourceIds=[self._resource(name)], ScalableDimension=DIMENSION
        )["ScalableTargets"]
        least, most = (targets[0]["MinCapacity"], targets[0]["MaxCapacity"]) if targets else (desired, desired)
        return Size(min=min(least, desired), desired=desired, max=max(most, desired, 1))

    def set_service(self, name: str, size: Size, *, renew: bool = False) -> str:
        """Set bounds and tasks where they are others; `renew` starts new tasks, which read their parameters anew."""
        if self.service_size(name) == size and not renew:
            return f"{name} is {size.desired}"
        self.aws.scaling.register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId=self._resource(name),
            ScalableDimension=DIMENSION,
            MinCapacity=size.min,
            MaxCapacity=size.max,
        )
        self.aws.services.update_service(
            cluster=self.cluster, service=name, desiredCount=size.desired, forceNewDeployment=renew
        )
        self.audit.scaled(self.aws.name, "service", name, size.desired)
        return f"{name} to {size.desired}"

    def service_missing(self, name: str) -> str:
        """What the service lacks: a complete deployment, as many tasks as are wanted. Empty where nothing."""
        service = self._service(name)
        running, wanted = service.get("runningCount", 0), service.get("desiredCount", 0)
        if running < wanted:
            return f"{running} of {wanted} tasks run"
        others = [d for d in service.get("deployments", []) if d.get("rolloutState") not in (None, "COMPLETED")]
        return f"{len(others)} deployments are not complete" if others and wanted else ""

    def tasks(self, name: str) -> int:
        """Tasks that run or are about to."""
        service = self._service(name)
        return service.get("runningCount", 0) + service.get("pendingCount", 0)

    def _resource(self, name: str) -> str:
        return f"service/{self.cluster}/{name}"
