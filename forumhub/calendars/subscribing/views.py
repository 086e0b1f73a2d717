"""The page that explains subscriptions, hands out their links, says who uses them and takes them back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumhub import clock
from forumhub.calendars.addresses import Ways, address, ways_to
from forumhub.calendars.subscribing import actions, queries
from forumhub.calendars.subscribing.forms import EXPLAINED, SubscribeForm, shown_words
from forumhub.calendars.subscribing.offering import offered_to
from forumhub.calendars.subscribing.public import public_feeds
from forumhub.calendars.subscribing.rules import attention
from forumhub.calendars.views.room import blueprint
from forumhub.database import writing
from forumhub.errors import RuleBroken
from forumhub.web import PUBLIC, SIGNED_IN, current_reader, language, right, say


@blueprint.get("/subscribe")
@right(PUBLIC)
def subscribe() -> ResponseReturnValue:
    """Everybody learns how; who is signed in sees their links."""
    return _page(_form() if current_reader().signed_in else None)


@blueprint.post("/subscribe")
@right(SIGNED_IN)
def make_link() -> ResponseReturnValue:
    """Shows the new link in its answer and nowhere else: no redirect could carry it without keeping it."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    try:
        with writing():
            made = actions.subscribe(form.collection, form.label.data, by=current_reader(), now=clock.now())
            label, token = made.subscription.label, made.token
    except RuleBroken as error:
        form.label.errors = [say(error)]
        return _page(form), 422
    return _new_link(label, token)


@blueprint.post("/subscribe/<ulid>/renew")
@right(SIGNED_IN)
def renew(ulid: str) -> ResponseReturnValue:
    """As for a link that is made; where somebody may have seen the old address, it is dead at once."""
    with writing():
        made = actions.renew_subscription(ulid, by=current_reader(), now=clock.now())
        label, token = made.subscription.label, made.token
    return _new_link(label, token, renewed=True)


@blueprint.get("/subscribe/<ulid>/revoke")
@right(SIGNED_IN)
def ask_to_revoke(ulid: str) -> ResponseReturnValue:
    subscription = queries.get_subscription(ulid, current_reader())
    shown = shown_words(offered_to(current_reader(), clock.now(), language()))
    return render_template("calendars/revoke.html", subscriptions=[subscription], only=ulid, shown=shown)


@blueprint.post("/subscribe/<ulid>/revoke")
@right(SIGNED_IN)
def revoke(ulid: str) -> ResponseReturnValue:
    with writing():
        label = actions.revoke_subscription(ulid, by=current_reader(), now=clock.now()).label
    flash(_("The link “%(label)s” is revoked: its address does not answer any more.", label=label))
    return redirect(url_for("calendars.subscribe"))


@blueprint.get("/subscribe/revoke")
@right(SIGNED_IN)
def ask_to_revoke_all() -> ResponseReturnValue:
    subscriptions = queries.subscriptions_of(current_reader())
    if not subscriptions:
        return redirect(url_for("calendars.subscribe"))
    shown = shown_words(offered_to(current_reader(), clock.now(), language()))
    return render_template("calendars/revoke.html", subscriptions=subscriptions, only="", shown=shown)


@blueprint.post("/subscribe/revoke")
@right(SIGNED_IN)
def revoke_all() -> ResponseReturnValue:
    with writing():
        number = actions.revoke_subscriptions(by=current_reader(), now=clock.now())
    told = ngettext("One link is revoked.", "%(num)s links are revoked.", number)
    flash(told + " " + _("What used them gets nothing more."))
    return redirect(url_for("calendars.subscribe"))


def _form() -> SubscribeForm:
    return SubscribeForm(offered_to(current_reader(), clock.now(), language()), _asked())


def _asked() -> str:
    """What a page of ours asked for, such as 'series/<ulid>'; nothing that no database takes."""
    return request.args.get("collection", "").replace("\0", "")


def _new_link(label: str, token: str, *, renewed: bool = False) -> str:
    ways = _ways(address("calendars.feed", token=token), label)
    return render_template("calendars/link.html", ways=ways, label=label, renewed=renewed)


def _page(form: SubscribeForm | None) -> str:
    now = clock.now()
    return render_template(
        "calendars/subscribe.html",
        form=form,
        explained=EXPLAINED,
        public=[(feed, _ways(feed.address, feed.name)) for feed in public_feeds(_asked())],
        subscriptions=queries.subscriptions_of(current_reader()) if form else [],
        shown=shown_words(form.offered) if form else {},
        attention=lambda each: attention(each.created_at, each.last_used_at, now),
    )


def _ways(https: str, name: str) -> Ways:
    return ways_to(https, name, _("The link as a QR code, for a phone's camera"))
