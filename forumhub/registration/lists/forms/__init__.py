"""What is typed about lists."""
