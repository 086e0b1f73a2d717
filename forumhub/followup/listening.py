"""What the followup room does when an earlier room tells it something."""
