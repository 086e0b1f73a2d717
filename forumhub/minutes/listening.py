"""What the minutes room does when an earlier room tells it something."""
