variable "all_regions" {
  type = bool
}

# expect: clean
resource "aws_cloudtrail" "everywhere" {
  name                  = "everywhere"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = true
}

# expect: finding
resource "aws_cloudtrail" "default" {
  name           = "default"
  s3_bucket_name = "example-trail"
}

# expect: finding
resource "aws_cloudtrail" "one_region" {
  name                  = "one-region"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = false
}

# expect: finding
resource "aws_cloudtrail" "without_global_services" {
  name                          = "without-global-services"
  s3_bucket_name                = "example-trail"
  is_multi_region_trail         = true
  include_global_service_events = false
}

# expect: unknown
resource "aws_cloudtrail" "who_knows" {
  name                  = "who-knows"
  s3_bucket_name        = "example-trail"
  is_multi_region_trail = var.all_regions
}
