"""Where people and programs look for the database: the administrator's secret, and the parameter with the host's name.

The secret's value passes through here and is told to nobody. Not for the database itself.
"""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from sync_cluster_sizes.aws import Region
from sync_cluster_sizes.config import Config


@dataclass(frozen=True, kw_only=True)
class Access:
    """The secret and the parameter, of both regions."""

    config: Config
    primary: Region
    recovery: Region

    def free_secret(self) -> str:
        """Make the recovery region's replica of the secret a secret of its own, and write the recovery host into it."""
        secret, name = self.recovery.secrets, self.config.secret
        if secret.describe_secret(SecretId=name).get("PrimaryRegion", self.recovery.name) != self.recovery.name:
            secret.stop_replication_to_replica(SecretId=name)
        return self._name_host(self.recovery, name, self.config.recovery.database.address)

    def return_secret(self, *, token: str) -> str:
        """Write the recovery region's password into the primary's secret, and replicate that over the other again."""
        name = self.config.secret
        described = self.recovery.secrets.describe_secret(SecretId=name)
        if described.get("PrimaryRegion") == self.primary.name:
            return "the secret is replicated again"
        value = _value(self.recovery, name)
        text = json.dumps({**value, "host": self.config.primary.database.address}, sort_keys=True)
        self.primary.secrets.put_secret_value(
            SecretId=name, SecretString=text, ClientRequestToken=f"return-{token}"[:64].ljust(32, "-")
        )
        self.primary.secrets.replicate_secret_to_regions(
            SecretId=name,
            AddReplicaRegions=[{"Region": self.recovery.name, "KmsKeyId": self.config.secret_key_arn}],
            ForceOverwriteReplicaSecret=True,
        )
        return "the secret is replicated again"

    def _name_host(self, region: Region, secret: str, host: str) -> str:
        value = _value(region, secret)
        if value.get("host") == host:
            return f"the secret names {host}"
        text = json.dumps({**value, "host": host}, sort_keys=True)
        region.secrets.put_secret_value(SecretId=secret, SecretString=text)
        return f"the secret now names {host}"

    def point_services(self, host: str) -> None:
        """Tell the recovery region's services where the database is, from their next start on."""
        if self.host() == host:
            return
        self.recovery.parameters.put_parameter(
            Name=self.config.host_parameter,
            Value=host,
            Type="SecureString",
            KeyId=self.config.parameter_key_arn,
            Overwrite=True,
        )

    def host(self) -> str:
        """Where the recovery region's services look for the database; empty where nobody has told them."""
        try:
            answer = self.recovery.parameters.get_parameter(Name=self.config.host_parameter, WithDecryption=True)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ParameterNotFound":
                return ""
            raise
        return answer["Parameter"].get("Value", "")


def _value(region: Region, secret: str) -> dict[str, Any]:
    value = json.loads(region.secrets.get_secret_value(SecretId=secret)["SecretString"])
    if not isinstance(value, dict) or "password" not in value:
        raise TypeError("the secret holds no administrator's password")
    return value
