from forumhub.database import writing
from forumhub.followup import queries
from forumhub.followup.descent import Kin, descent
from forumhub.followup.story import story_of
from tests.counting import counted
from tests.followup import examples
from tests.followup.examples import item


def told(world, code: str, party: str = "BY") -> list[tuple[int, str]]:
    story = story_of(item(code), queries.visible_to(world.reader(party, "delegate")))
    assert all(story.told[one].step <= story.told[two].step for one, two in story.links)
    return [(each.step, each.item.reference) for each in story.told]


def test_a_story_crosses_registers_and_ends_where_the_reader_may_not_see(world, database):
    examples.agreed(world)
    other = examples.event(world, register="TWO", access="delegates")
    examples.issue(other, ACTION=1)
    examples.agreed(world, other, en="- **ACTION A-1** (BY; from HLM/A-2): Next.\n")
    reader = world.reader("BY", "secretary")

    with counted() as selects:
        story = story_of(item("C-1"), queries.visible_to(reader))

    codes = [(each.step, each.item.reference, each.relation) for each in story.told]
    assert codes == [
        (0, "HLM/C-1", ""),
        (1, "HLM/D-1", "from"),
        (2, "HLM/A-1", ""),
        (2, "HLM/A-2", ""),
        (3, "TWO/A-1", ""),
    ]
    assert story.links == [(0, 1), (1, 2), (1, 3), (3, 4)]
    assert len(selects) <= 12
    assert told(world, "A-2") == [(-2, "HLM/C-1"), (-1, "HLM/D-1"), (0, "HLM/A-2")]
    assert told(world, "D-1", "KZ") == [(0, "HLM/D-1")]


def test_what_an_item_was_split_into_comes_later(world, database):
    examples.agreed(world)
    of = item("A-1").event
    examples.issue(of, ACTION=2)
    text = "- **ACTION A-4** (BY): x.\n- **ACTION A-5** (BY): y.\n- **STATUS A-1** (split into A-4, A-5): z.\n"
    examples.agreed(world, of, en=text)

    assert told(world, "A-1")[-3:] == [(0, "HLM/A-1"), (1, "HLM/A-4"), (1, "HLM/A-5")]
    assert told(world, "A-5")[-2:] == [(-1, "HLM/A-1"), (0, "HLM/A-5")]


def test_the_page_draws_the_story_and_tells_it_as_a_list(world):
    with world.app.app_context(), writing():
        examples.agreed(world)

    page = world.signed_in("BY", "delegate").text("/follow-up/HLM/A-1")

    assert (page.count('rx="4"'), page.count("<line")) == (3, 2)
    assert ("HLM/C-1" in page, "further back" in page, "answers" in page) == (True, True, True)


def test_a_drawing_breaks_wide_layers_and_keeps_its_lines_on_its_boxes():
    kin = [Kin(0, "C-1"), *(Kin(1, f"A-{n}") for n in range(4))]

    drawing = descent(kin, [(0, 1), (0, 4)])

    assert [(box.x, box.y) for box in drawing.boxes] == [(50, 0), (25, 68), (75, 68), (25, 136), (75, 136)]
    assert [(line.x1, line.y1, line.x2, line.y2) for line in drawing.lines] == [(50, 44, 25, 68), (50, 44, 75, 136)]
    assert (drawing.height, descent([], []).height) == (180, 0)
