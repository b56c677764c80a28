"""What automations do at a time: schedules, and scheduled paths of record triggers. Rows; the sweep fires them."""
