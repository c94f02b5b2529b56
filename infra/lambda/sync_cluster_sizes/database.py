"""The database of either region: whether it takes writes, promoting it, making it a replica of the other one, its
lag.

Whether it takes writes is RDS's word here; that a program can write is proved by the service that does (its ready
address). Not for who may sign in, nor where programs look for it (`access`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from sync_cluster_sizes.aws import Region
from sync_cluster_sizes.clock import Clock
from sync_cluster_sizes.config import Database
from sync_cluster_sizes.steps import Done, Outcome, Stop, Wait

if TYPE_CHECKING:
    from mypy_boto3_rds.type_defs import DBInstanceTypeDef

RECENT = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class DatabaseSide:
    """The database of one region, by the identifier that it has there whoever writes."""

    aws: Region
    database: Database
    clock: Clock

    def found(self) -> "DBInstanceTypeDef | None":
        """The instance, or None where there is none by this identifier."""
        try:
            answer = self.aws.databases.describe_db_instances(DBInstanceIdentifier=self.database.identifier)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("DBInstanceNotFound", "DBInstanceNotFoundFault"):
                return None
            raise
        return answer["DBInstances"][0]

    def replicates(self, source: Database) -> bool:
        """Whether there is such a database, and it replicates `source` from another region."""
        instance = self.found()
        return instance is not None and instance.get("ReadReplicaSourceDBInstanceIdentifier") == source.arn

    def missing(self, *, replica: bool) -> str:
        """What keeps it from being a settled replica, or a settled writer. Empty where nothing."""
        instance = self.found()
        if instance is None:
            return "there is no such instance"
        if bool(instance.get("ReadReplicaSourceDBInstanceIdentifier")) != replica:
            return "it takes writes" if replica else "it is still a replica"
        status = instance.get("DBInstanceStatus", "unknown")
        return "" if status == "available" else f"status {status}"

    def promote(self) -> Outcome:
        """Make it a writer, with backups of its own from the start. A writer is left alone."""
        instance = self.found()
        if instance is None:
            return Stop(detail=f"there is no {self.database.identifier} in {self.aws.name} to promote")
        if not instance.get("ReadReplicaSourceDBInstanceIdentifier"):
            return Done(detail=f"{self.database.identifier} takes writes")
        if instance.get("DBInstanceStatus") != "available":
            return Wait(detail=f"{self.database.identifier}: status {instance.get('DBInstanceStatus')}")
        self.aws.databases.promote_read_replica(
            DBInstanceIdentifier=self.database.identifier,
            BackupRetentionPeriod=self.database.backup_retention_in_days,
            PreferredBackupWindow=self.database.backup_window,
        )
        return Done(detail=f"{self.database.identifier} is being promoted")

    def replicate(self, source: Database, source_region: str, *, mark: str) -> Outcome:
        """Make it a replica of `source`. What stands in its place is kept under another name, which ends in `mark`."""
        instance = self.found()
        if instance is None:
            self._create_replica(source, source_region)
            return Wait(detail=f"{self.database.identifier} is being made")
        if instance.get("DBInstanceStatus") != "available":
            return Wait(detail=f"{self.database.identifier}: status {instance.get('DBInstanceStatus')}")
        if instance.get("ReadReplicaSourceDBInstanceIdentifier") == source.arn:
            return self._finish(instance, source)
        aside = f"{self.database.identifier}-before-{mark}"[:63]
        self.aws.databases.modify_db_instance(
            DBInstanceIdentifier=self.database.identifier, NewDBInstanceIdentifier=aside, ApplyImmediately=True
        )
        return Wait(detail=f"the one before becomes {aside}")

    def _finish(self, instance: "DBInstanceTypeDef", source: Database) -> Outcome:
        """What a replica cannot be made with. Without it a promotion would be refused: windows must not overlap."""
        mine = self.database
        wanted = (mine.backup_retention_in_days, mine.backup_window, mine.maintenance_window)
        given = [
            instance.get(n) for n in ("BackupRetentionPeriod", "PreferredBackupWindow", "PreferredMaintenanceWindow")
        ]
        if tuple(given) == wanted:
            return Done(detail=f"{mine.identifier} replicates {source.arn}")
        self.aws.databases.modify_db_instance(
            DBInstanceIdentifier=mine.identifier,
            BackupRetentionPeriod=mine.backup_retention_in_days,
            PreferredBackupWindow=mine.backup_window,
            PreferredMaintenanceWindow=mine.maintenance_window,
            ApplyImmediately=True,
        )
        return Wait(detail=f"{mine.identifier} gets its windows")

    def _create_replica(self, source: Database, source_region: str) -> None:
        mine = self.database
        self.aws.databases.create_db_instance_read_replica(
            DBInstanceIdentifier=mine.identifier,
            SourceDBInstanceIdentifier=source.arn,
            SourceRegion=source_region,
            DBInstanceClass=mine.instance_class,
            DBSubnetGroupName=mine.subnet_group,
            DBParameterGroupName=mine.parameter_group,
            OptionGroupName=mine.option_group,
            VpcSecurityGroupIds=list(mine.security_group_ids),
            KmsKeyId=mine.key_arn,
            MultiAZ=True,
            PubliclyAccessible=False,
            DeletionProtection=True,
            CopyTagsToSnapshot=True,
            EnableIAMDatabaseAuthentication=True,
            AutoMinorVersionUpgrade=True,
            EnableCloudwatchLogsExports=list(mine.log_exports),
            MonitoringInterval=15,
            MonitoringRoleArn=mine.monitoring_role_arn,
            DatabaseInsightsMode="advanced",
            EnablePerformanceInsights=True,
            PerformanceInsightsKMSKeyId=mine.key_arn,
            PerformanceInsightsRetentionPeriod=465,
            MaxAllocatedStorage=mine.max_allocated_storage_in_gib,
            Tags=[{"Key": key, "Value": value} for key, value in sorted(mine.tags.items())],
        )

    def metric(self, name: str) -> float | None:
        """The newest maximum of one of the instance's metrics in the last minutes; None where it tells nothing."""
        now = datetime.fromtimestamp(self.clock.now(), UTC)
        answer = self.aws.metrics.get_metric_statistics(
            Namespace="AWS/RDS",
            MetricName=name,
            Dimensions=[{"Name": "DBInstanceIdentifier", "Value": self.database.identifier}],
            StartTime=now - RECENT,
            EndTime=now,
            Period=60,
            Statistics=["Maximum"],
        )
        points = sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])
        return points[-1]["Maximum"] if points else None

    def behind(self, seconds: int) -> str:
        """What is wrong with the replica's lag, by RDS's metric; a lag of -1 is a replication that has stopped."""
        lag = self.metric("ReplicaLag")
        if lag is None:
            return "the replica does not tell its lag"
        if lag < 0:
            return "replication has stopped"
        return "" if lag <= seconds else f"{lag:.0f} s behind, {seconds} s allowed"

    def unsent(self, limit: int) -> str:
        """What the slowest replica of this writer has not received yet, in bytes of its log.

        ReplicaLag is no proof once nobody writes: PostgreSQL measures it from the last transaction, and it grows.
        """
        waiting = self.metric("OldestReplicationSlotLag")
        if waiting is None:
            return "the writer does not tell what waits to be sent"
        return "" if waiting <= limit else f"{waiting:.0f} bytes wait to be sent, {limit} allowed"
