resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${element(split("/", var.cluster_arn), 1)}/${aws_ecs_service.this.name}"
  min_capacity       = var.desired_count
  max_capacity       = var.max_count

  tags = { Name = "${var.name_prefix}-${var.name}" }
}

# Out at once, in slowly: the market that calms down for a minute is not over.
resource "aws_appautoscaling_policy" "this" {
  for_each = { ECSServiceAverageCPUUtilization = 55, ECSServiceAverageMemoryUtilization = 70 }

  name               = "${var.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension
  resource_id        = aws_appautoscaling_target.this.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = each.value
    scale_out_cooldown = 30
    scale_in_cooldown  = 600

    predefined_metric_specification {
      predefined_metric_type = each.key
    }
  }
}
