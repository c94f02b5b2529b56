resource "aws_s3_object" "truststore" {
  bucket      = var.truststore_bucket
  key         = "api/truststore.pem"
  content     = var.client_authorities
  source_hash = sha256(var.client_authorities)
  kms_key_id  = var.truststore_key_arn

  tags = { Name = "${var.name_prefix}-truststore" }
}

resource "aws_api_gateway_domain_name" "this" {
  domain_name              = var.domain_name
  regional_certificate_arn = var.certificate_arn
  security_policy          = "TLS_1_2"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  mutual_tls_authentication {
    truststore_uri     = "s3://${aws_s3_object.truststore.bucket}/${aws_s3_object.truststore.key}"
    truststore_version = aws_s3_object.truststore.version_id
  }

  tags = { Name = "${var.name_prefix}-api" }
}

resource "aws_api_gateway_base_path_mapping" "this" {
  domain_name = aws_api_gateway_domain_name.this.domain_name
  api_id      = aws_api_gateway_rest_api.trading.id
  stage_name  = aws_api_gateway_stage.trading.stage_name
}
