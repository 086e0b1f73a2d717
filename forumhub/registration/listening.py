"""What the registration room does when an earlier room tells it something."""
