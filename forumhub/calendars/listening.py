"""What the calendars room does when an earlier room tells it something."""
