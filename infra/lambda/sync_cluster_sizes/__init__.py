"""Failover and failback of the trading platform, run as one AWS Lambda function in the recovery region.

The function is started again and again: by an alarm, by a person, and every minute by a schedule. Each start does
what can be done now and returns; what it did stands in a table, so that the next start goes on where this one, or a
dead one, stopped. Not for the records of Route 53, which Terraform makes once: the recovery path moves traffic by
health checks.
"""
