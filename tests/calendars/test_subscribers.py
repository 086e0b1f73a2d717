"""The benchmark's simulation, small: who polls sees each change at the next poll, and everybody else hears 304."""

from benchmarks.subscribers import simulate, subscribe_all


def test_every_subscriber_converges_at_the_next_poll_and_others_hear_that_nothing_changed(app, world):
    tokens = subscribe_all(world, 60, share=6)

    outcome = simulate(world, tokens, 10)

    assert (outcome.polls, outcome.not_modified, outcome.wrong) == (600, 500, 0)
