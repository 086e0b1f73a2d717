"""What the desk room does when an earlier room tells it something."""
