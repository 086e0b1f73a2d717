"""What takes long has a thread of its own, and nothing else of the worker waits for it."""

from threading import Event, Thread

from huey import crontab

from forumhub.mail import worker
from forumhub.minutes.archives.views.working import TASK


def test_what_takes_long_holds_nothing_up_and_runs_once_at_a_time(app, monkeypatch):
    begun, may_end, done = Event(), Event(), []

    def take_long(app):
        begun.set()
        may_end.wait(10)
        done.append("long")

    monkeypatch.setattr(
        worker, "periodic", {"long": (crontab(), take_long), "due": (crontab(), lambda app: done.append("due"))}
    )
    monkeypatch.setattr(worker, "apart", {*worker.apart, "long"})
    for name in (worker.EXTENSION, worker.TASKS):
        monkeypatch.setitem(app.extensions, name, app.extensions[name])
    worker.open_mail(app)
    tasks = app.extensions[worker.TASKS]
    thread = Thread(target=tasks["long"].call_local)
    thread.start()
    begun.wait(10)

    tasks["long"].call_local()
    tasks["due"].call_local()
    may_end.set()
    thread.join(10)
    tasks["long"].call_local()

    assert done == ["due", "long", "long"]
    assert TASK in worker.apart
    assert len(worker.consumer_of(app).worker_threads) == 2
