"""The demonstration: what China and Belarus agreed in Beijing in 2016, and what could have followed from it."""
