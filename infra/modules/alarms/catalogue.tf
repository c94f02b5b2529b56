# Every kind of component that the platform has, how CloudWatch knows it, and what about it is worth an alarm. A threshold is
# the value beyond which the alarm goes on: above it, or with `below` under it. `impairs` marks what keeps a region from
# serving. Periods are seconds; an alarm waits for as many of them as `periods` says.
locals {
  usual = { below = false, impairs = false, period = 60, periods = 1, missing = "notBreaching", also = {} }

  catalogue = {
    # Data
    database = {
      namespace  = "AWS/RDS"
      dimensions = ["DBInstanceIdentifier"]
      alarms = {
        cpu                = { title = "Processor nearly exhausted", metric = "CPUUtilization", statistic = "Average", threshold = 80, periods = 5 }
        free-storage       = { title = "Storage nearly exhausted (bytes)", metric = "FreeStorageSpace", statistic = "Minimum", threshold = 21474836480, below = true }
        free-memory        = { title = "Memory nearly exhausted (bytes)", metric = "FreeableMemory", statistic = "Minimum", threshold = 1073741824, below = true, periods = 5 }
        connections        = { title = "Many connections", metric = "DatabaseConnections", statistic = "Maximum", threshold = 1500 }
        write-latency      = { title = "Writes are slow (seconds)", metric = "WriteLatency", statistic = "Average", threshold = 0.02, impairs = true, periods = 5 }
        read-latency       = { title = "Reads are slow (seconds)", metric = "ReadLatency", statistic = "Average", threshold = 0.02, periods = 5 }
        oldest-transaction = { title = "Transaction ids run out: vacuum cannot keep up", metric = "MaximumUsedTransactionIDs", statistic = "Maximum", threshold = 1000000000, period = 300 }
        silent             = { title = "The instance reports nothing", metric = "DatabaseConnections", statistic = "SampleCount", threshold = 1, below = true, impairs = true, periods = 3, missing = "breaching" }
      }
    }
    # A replica loses no more than its threshold and what the lag grows by until the alarm has noticed: `recovery-objectives`.
    database-replica = {
      namespace  = "AWS/RDS"
      dimensions = ["DBInstanceIdentifier"]
      alarms = {
        lag          = { title = "Replica is behind by more than the recovery point allows (seconds)", metric = "ReplicaLag", statistic = "Maximum", threshold = 180, periods = 2, missing = "breaching" }
        cpu          = { title = "Processor nearly exhausted", metric = "CPUUtilization", statistic = "Average", threshold = 80, periods = 5 }
        free-storage = { title = "Storage nearly exhausted (bytes)", metric = "FreeStorageSpace", statistic = "Minimum", threshold = 21474836480, below = true }
      }
    }
    table = {
      namespace  = "AWS/DynamoDB"
      dimensions = ["TableName"]
      alarms = {
        read-throttled  = { title = "Reads are refused", metric = "ReadThrottleEvents", statistic = "Sum", threshold = 0 }
        write-throttled = { title = "Writes are refused", metric = "WriteThrottleEvents", statistic = "Sum", threshold = 0, impairs = true, periods = 3 }
        put-errors      = { title = "DynamoDB fails to write", metric = "SystemErrors", statistic = "Sum", threshold = 0, impairs = true, periods = 3, also = { Operation = "PutItem" } }
        get-errors      = { title = "DynamoDB fails to read", metric = "SystemErrors", statistic = "Sum", threshold = 0, periods = 3, also = { Operation = "GetItem" } }
      }
    }
    table-replica = {
      namespace  = "AWS/DynamoDB"
      dimensions = ["TableName", "ReceivingRegion"]
      alarms = {
        replication-latency = { title = "Replica is behind (milliseconds)", metric = "ReplicationLatency", statistic = "Average", threshold = 60000, periods = 3 }
      }
    }
    bucket-replica = {
      namespace  = "AWS/S3"
      dimensions = ["SourceBucket", "DestinationBucket", "RuleId"]
      alarms = {
        replication-latency = { title = "Objects wait longer than the recovery point allows (seconds)", metric = "ReplicationLatency", statistic = "Maximum", threshold = 840 }
        replication-failed  = { title = "Objects were not replicated", metric = "OperationsFailedReplication", statistic = "Sum", threshold = 0 }
      }
    }
    stream = {
      namespace  = "AWS/Kinesis"
      dimensions = ["StreamName"]
      alarms = {
        reader-behind   = { title = "Slowest reader is behind (milliseconds)", metric = "GetRecords.IteratorAgeMilliseconds", statistic = "Maximum", threshold = 60000, periods = 3 }
        write-throttled = { title = "Producers are refused", metric = "WriteProvisionedThroughputExceeded", statistic = "Sum", threshold = 0, impairs = true, periods = 3 }
        read-throttled  = { title = "Readers are refused", metric = "ReadProvisionedThroughputExceeded", statistic = "Sum", threshold = 0, periods = 5 }
        records-failed  = { title = "Records were not taken", metric = "PutRecords.FailedRecords", statistic = "Sum", threshold = 0, periods = 3 }
      }
    }
    delivery = {
      namespace  = "AWS/Firehose"
      dimensions = ["DeliveryStreamName"]
      alarms = {
        freshness     = { title = "Oldest undelivered record is old (seconds)", metric = "DeliveryToS3.DataFreshness", statistic = "Maximum", threshold = 600, periods = 2 }
        failing       = { title = "Records are not delivered", metric = "DeliveryToS3.Success", statistic = "Average", threshold = 1, below = true, periods = 3 }
        stream-behind = { title = "Delivery is behind its stream (milliseconds)", metric = "KinesisMillisBehindLatest", statistic = "Maximum", threshold = 300000, periods = 2 }
      }
    }
    cache-node = {
      namespace  = "AWS/ElastiCache"
      dimensions = ["CacheClusterId"]
      alarms = {
        cpu             = { title = "Engine nearly exhausted", metric = "EngineCPUUtilization", statistic = "Average", threshold = 80, periods = 5 }
        memory          = { title = "Memory nearly exhausted", metric = "DatabaseMemoryUsagePercentage", statistic = "Maximum", threshold = 80, periods = 3 }
        evictions       = { title = "Values are thrown out to make room", metric = "Evictions", statistic = "Sum", threshold = 0, periods = 5 }
        replication-lag = { title = "Replica node is behind (seconds)", metric = "ReplicationLag", statistic = "Maximum", threshold = 5, periods = 5 }
      }
    }
    vault = {
      namespace  = "AWS/Backup"
      dimensions = ["BackupVaultName"]
      alarms = {
        backup-failed = { title = "Backups failed", metric = "NumberOfBackupJobsFailed", statistic = "Sum", threshold = 0, period = 3600, periods = 1 }
        copy-failed   = { title = "Copies into the other region failed", metric = "NumberOfCopyJobsFailed", statistic = "Sum", threshold = 0, period = 3600, periods = 1 }
      }
    }

    # Compute and edge
    load-balancer = {
      namespace  = "AWS/ApplicationELB"
      dimensions = ["LoadBalancer"]
      alarms = {
        errors   = { title = "Load balancer answers with its own errors", metric = "HTTPCode_ELB_5XX_Count", statistic = "Sum", threshold = 10, impairs = true, periods = 3 }
        latency  = { title = "Slowest hundredth waits long (seconds)", metric = "TargetResponseTime", statistic = "p99", threshold = 0.5, periods = 5 }
        rejected = { title = "Connections are refused", metric = "RejectedConnectionCount", statistic = "Sum", threshold = 0 }
      }
    }
    # What stands behind may be a load balancer itself, which the counts of hosts leave out: the health of the zones says it.
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    network-load-balancer = {
      namespace  = "AWS/NetworkELB"
      dimensions = ["LoadBalancer"]
      alarms = {
        zone-unhealthy = { title = "Load balancer finds a zone unhealthy", metric = "ZonalHealthStatus", statistic = "Minimum", threshold = 1, below = true, periods = 3 }
        unhealthy      = { title = "Load balancer finds no zone healthy", metric = "ZonalHealthStatus", statistic = "Maximum", threshold = 1, below = true, impairs = true, periods = 2 }
        blocked        = { title = "Security group keeps connections from what stands behind", metric = "SecurityGroupBlockedFlowCount_Outbound_TCP", statistic = "Sum", threshold = 0, impairs = true, periods = 3 }
        ports          = { title = "No port is left for a connection", metric = "PortAllocationErrorCount", statistic = "Sum", threshold = 0 }
        rejected       = { title = "Connections are refused", metric = "RejectedFlowCount_TCP", statistic = "Sum", threshold = 0 }
        silent         = { title = "The load balancer reports nothing", metric = "ProcessedPackets", statistic = "SampleCount", threshold = 1, below = true, periods = 5, missing = "breaching" }
      }
    }
    target-group = {
      namespace  = "AWS/ApplicationELB"
      dimensions = ["LoadBalancer", "TargetGroup"]
      alarms = {
        unhealthy      = { title = "Tasks do not answer their health check", metric = "UnHealthyHostCount", statistic = "Maximum", threshold = 0, periods = 3 }
        nobody-healthy = { title = "No task answers", metric = "HealthyHostCount", statistic = "Minimum", threshold = 1, below = true, impairs = true, periods = 2, missing = "breaching" }
        errors         = { title = "Service answers with errors", metric = "HTTPCode_Target_5XX_Count", statistic = "Sum", threshold = 25, impairs = true, periods = 3 }
      }
    }
    service = {
      namespace  = "AWS/ECS"
      dimensions = ["ClusterName", "ServiceName"]
      alarms = {
        cpu    = { title = "Processor nearly exhausted", metric = "CPUUtilization", statistic = "Average", threshold = 80, periods = 5 }
        memory = { title = "Memory nearly exhausted", metric = "MemoryUtilization", statistic = "Average", threshold = 85, periods = 5 }
      }
    }
    kubernetes = {
      namespace  = "ContainerInsights"
      dimensions = ["ClusterName"]
      alarms = {
        failed-nodes = { title = "Nodes failed", metric = "cluster_failed_node_count", statistic = "Maximum", threshold = 0, periods = 3 }
        nodes        = { title = "Fewer nodes than the platform needs", metric = "cluster_node_count", statistic = "Minimum", threshold = 1, below = true, impairs = true, periods = 3, missing = "breaching" }
      }
    }
    api = {
      namespace  = "AWS/ApiGateway"
      dimensions = ["ApiName", "Stage"]
      alarms = {
        errors  = { title = "API answers with errors", metric = "5XXError", statistic = "Sum", threshold = 10, impairs = true, periods = 3 }
        refused = { title = "API refuses many calls", metric = "4XXError", statistic = "Sum", threshold = 500, periods = 5 }
        latency = { title = "Slowest hundredth waits long (milliseconds)", metric = "Latency", statistic = "p99", threshold = 1000, periods = 5 }
      }
    }
    function = {
      namespace  = "AWS/Lambda"
      dimensions = ["FunctionName"]
      alarms = {
        errors    = { title = "Function failed", metric = "Errors", statistic = "Sum", threshold = 0, periods = 1 }
        throttled = { title = "Function was refused", metric = "Throttles", statistic = "Sum", threshold = 0, periods = 1 }
        dropped   = { title = "Function was asked and never ran to its end", metric = "AsyncEventsDropped", statistic = "Sum", threshold = 0, periods = 1 }
      }
    }

    # Network
    nat-gateway = {
      namespace  = "AWS/NATGateway"
      dimensions = ["NatGatewayId"]
      alarms = {
        ports   = { title = "No port is left for a connection", metric = "ErrorPortAllocation", statistic = "Sum", threshold = 0 }
        dropped = { title = "Packets are dropped", metric = "PacketsDropCount", statistic = "Sum", threshold = 100, periods = 3 }
      }
    }
    vpn = {
      namespace  = "AWS/VPN"
      dimensions = ["VpnId"]
      alarms = {
        degraded = { title = "One of the two tunnels is down", metric = "TunnelState", statistic = "Average", threshold = 1, below = true, period = 300, periods = 1, missing = "breaching" }
        down     = { title = "Both tunnels are down", metric = "TunnelState", statistic = "Maximum", threshold = 1, below = true, period = 300, periods = 1, missing = "breaching" }
      }
    }
    transit-gateway = {
      namespace  = "AWS/TransitGateway"
      dimensions = ["TransitGateway"]
      alarms = {
        no-route  = { title = "Packets find no route", metric = "PacketDropCountNoRoute", statistic = "Sum", threshold = 0, periods = 3 }
        blackhole = { title = "Packets end in a black hole", metric = "PacketDropCountBlackhole", statistic = "Sum", threshold = 0, periods = 3 }
      }
    }
    # ACM reports twice a day until a certificate ends, and nothing afterwards.
    # https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
    certificate = {
      namespace  = "AWS/CertificateManager"
      dimensions = ["CertificateArn"]
      alarms = {
        expiry = { title = "Certificate ends within a month, or has ended (days)", metric = "DaysToExpiry", statistic = "Minimum", threshold = 30, below = true, period = 86400, missing = "breaching" }
      }
    }

    # Messages
    topic = {
      namespace  = "AWS/SNS"
      dimensions = ["TopicName"]
      alarms = {
        not-told = { title = "Notifications were not taken", metric = "NumberOfNotificationsFailed", statistic = "Sum", threshold = 0, periods = 1 }
      }
    }
    dead-letters = {
      namespace  = "AWS/SQS"
      dimensions = ["QueueName"]
      alarms = {
        waiting = { title = "Messages that nobody took wait to be looked at", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = 0, periods = 1 }
      }
    }
    # What is not delivered waits in the queue of dead letters, which has an alarm of its own; what does not get there is lost.
    event-rule = {
      namespace  = "AWS/Events"
      dimensions = ["RuleName"]
      alarms = {
        lost = { title = "Events were neither delivered nor kept", metric = "InvocationsFailedToBeSentToDlq", statistic = "Sum", threshold = 0, periods = 1 }
      }
    }
  }
}
