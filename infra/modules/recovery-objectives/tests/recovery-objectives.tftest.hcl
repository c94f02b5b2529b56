mock_provider "aws" {
  source = "../../tests/mocks"
}

variables {
  detection = { silence_seconds = 180 }
  traffic   = { health_check_seconds = 30 }
  replication = {
    trading = { kind = "database", lag_seconds = 180, notice_seconds = 120 }
    orders  = { kind = "objects", lag_seconds = 840, notice_seconds = 60 }
  }
}

run "time_and_points_are_sums_of_their_parts" {
  command = plan

  assert {
    condition     = output.recovery_seconds == 180 + 60 + 120 + 3 * (5 + 5) + 300 + 60
    error_message = "The recovery time is ${output.recovery_seconds} s."
  }

  assert {
    condition     = output.points == { trading = 300, orders = 900 }
    error_message = "The recovery points are others."
  }
}

run "what_has_passed_when_a_failover_is_opened_is_no_part_of_the_run" {
  command = plan

  assert {
    condition     = output.until_opened_seconds == 180 + 60 + 120
    error_message = "A run is open after ${output.until_opened_seconds} s."
  }
}

run "questions_that_take_longer_are_counted" {
  command = plan

  variables {
    detection = { silence_seconds = 180, probes = 4, probe_deadline_seconds = 10, probe_pause_seconds = 12 }
  }

  assert {
    condition     = output.parts["corroboration"] == 4 * (10 + 12)
    error_message = "The questions take ${output.parts["corroboration"]} s."
  }
}

run "a_pause_with_no_room_for_the_last_question_is_refused" {
  command = plan

  variables {
    detection = { silence_seconds = 180, probe_pause_seconds = 2 }
  }

  expect_failures = [var.detection]
}

run "the_slowest_part_decides" {
  command = plan

  variables {
    assumptions = { node_start_seconds = 400 }
  }

  assert {
    condition     = output.recovery_seconds == 180 + 60 + 120 + 3 * (5 + 5) + 400 + 60
    error_message = "A slow node does not hold the failover up."
  }
}

run "a_silence_that_is_too_long_breaks_the_target" {
  command = plan

  variables {
    detection = { silence_seconds = 360 }
  }

  expect_failures = [check.recovery_time]
}

run "a_slow_promotion_breaks_the_target" {
  command = plan

  variables {
    assumptions = { promotion_seconds = 600 }
  }

  expect_failures = [check.recovery_time]
}

run "a_stricter_target_is_held" {
  command = plan

  variables {
    targets = { time_minutes = 12 }
  }

  expect_failures = [check.recovery_time]
}

run "a_lag_that_nobody_hears_of_breaks_the_target" {
  command = plan

  variables {
    replication = {
      trading = { kind = "database", lag_seconds = 240, notice_seconds = 120 }
    }
  }

  expect_failures = [check.recovery_points]
}

run "objects_have_a_target_of_their_own" {
  command = plan

  variables {
    replication = {
      orders = { kind = "objects", lag_seconds = 900, notice_seconds = 60 }
    }
  }

  expect_failures = [check.recovery_points]
}

run "a_laxer_promise_is_refused" {
  command = plan

  variables {
    targets = { time_minutes = 30, database_point_minutes = 10, object_point_minutes = 60 }
  }

  expect_failures = [var.targets]
}

run "an_assumption_too_good_to_be_true_is_refused" {
  command = plan

  variables {
    assumptions = { promotion_seconds = 5 }
  }

  expect_failures = [var.assumptions]
}
