project_name = "trading"
account_id   = "111122223333"
region       = "us-east-1"
