"""Every task has a name and a holder, and there is one way to begin one."""

import ast
import asyncio
import gc
from pathlib import Path

import pytest
from simulated import simulated
from structlog.testing import capture_logs

from phoenix.bounded import Overdue, bounded
from phoenix.tasks import end, held, spawn

REPOSITORY = Path(__file__).resolve().parent.parent
BARE = {
    "create_task",
    "ensure_future",
    "gather",
    "get_event_loop",
    "new_event_loop",
    "run_until_complete",
}
ALLOWED = {("phoenix/tasks.py", "create_task")}  # spawn itself


@pytest.fixture(scope="module")
def sources() -> dict[str, ast.Module]:
    """Every file of the package and its plugins, parsed."""
    found = [p for folder in ("phoenix", "plugins") for p in (REPOSITORY / folder).rglob("*.py")]
    return {
        path.relative_to(REPOSITORY).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(found)
    }


def groups(tree: ast.AST) -> set[str]:
    """Names that task groups are given."""
    items = (i for n in ast.walk(tree) if isinstance(n, ast.AsyncWith) for i in n.items)
    return {
        item.optional_vars.id
        for item in items
        if isinstance(item.optional_vars, ast.Name)
        and "TaskGroup" in ast.unparse(item.context_expr)
    }


def bare(tree: ast.AST) -> set[tuple[str, int]]:
    """Names of bare ways to begin a task or a loop, and the lines where they stand."""
    mine = groups(tree)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in BARE:
            if node.attr == "create_task" and ast.unparse(node.value) in mine:
                continue
            found.add((node.attr, node.lineno))
        elif isinstance(node, ast.ImportFrom) and node.module == "asyncio":
            found |= {(name.name, node.lineno) for name in node.names if name.name in BARE}
    return found


def test_nobody_begins_a_bare_task_or_a_loop_of_its_own(sources):
    """What nobody holds may vanish, and what nobody names cannot be told when it is left."""
    assert [
        f"{path}:{line} {name}"
        for path, tree in sources.items()
        for name, line in sorted(bare(tree))
        if (path, name) not in ALLOWED
    ] == []


def test_the_loop_is_begun_by_the_command_line_alone(sources):
    """One command is one ``asyncio.run``; whatever binds itself to a loop lives inside it."""
    begun = {
        path
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"asyncio.run", "asyncio.Runner"}
    }
    assert {path for path in begun if not path.startswith("phoenix/cli/")} == set()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("asyncio.create_task(x())", "create_task"),
        ("loop.create_task(x())", "create_task"),
        ("asyncio.get_running_loop().create_task(x())", "create_task"),
        ("from asyncio import gather", "gather"),
        ("begin = asyncio.ensure_future", "ensure_future"),
        ("asyncio.get_event_loop()", "get_event_loop"),
        ("asyncio.new_event_loop().run_until_complete(x())", "run_until_complete"),
    ],
)
def test_a_bare_task_is_found(line, name):
    """However it is written, the rule sees it."""
    assert name in dict(bare(ast.parse(line)))


def test_the_tasks_of_a_group_are_no_bare_tasks():
    """The group holds them, and ends with them."""
    written = """
async def f():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(x())
"""
    assert bare(ast.parse(written)) == set()


async def test_a_spawned_task_is_held_by_name_until_it_has_ended():
    """Garbage collection cannot take it, and its name tells what it is."""
    go = asyncio.Event()
    spawn(go.wait(), name="b")
    task = spawn(go.wait(), name="a")
    gc.collect()
    assert [task.get_name() for task in held()] == ["a", "b"]
    go.set()
    assert await task
    assert await asyncio.wait_for(spawn(asyncio.sleep(0, "done"), name="c"), 5) == "done"
    assert held() == ()


def test_tasks_of_another_loop_are_not_mine():
    """A loop asks for its own tasks only."""

    async def never():
        await asyncio.Event().wait()

    async def inner():
        return held()

    async def outer():
        task = spawn(never(), name="outer")
        assert await asyncio.to_thread(asyncio.run, inner()) == ()
        await end([task], 1.0)

    asyncio.run(outer())


def test_what_swallows_one_cancellation_is_cancelled_again():
    """A library that loses a cancellation costs half the limit."""

    async def swallows_one():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()

    async def run():
        task = spawn(swallows_one(), name="swallows")
        await asyncio.sleep(1)
        left = await end([task], 4.0)
        return left, asyncio.get_running_loop().time()

    assert simulated(run()) == ((), pytest.approx(3.0))


def test_what_goes_on_is_left_and_its_late_failure_is_told():
    """The limit holds, nothing is raised, and what fails later is one line."""
    freed = asyncio.Event()

    async def stubborn():
        while not freed.is_set():
            try:
                await freed.wait()
            except asyncio.CancelledError:
                continue
        raise OSError("late")

    async def run():
        task = spawn(stubborn(), name="stubborn")
        await asyncio.sleep(1)
        left = await end([task], 4.0)
        assert (left, asyncio.get_running_loop().time()) == ((task,), pytest.approx(5.0))
        freed.set()
        await asyncio.wait({task})

    with capture_logs() as lines:
        simulated(run())
    assert lines == [
        {
            "event": "a task failed at its end",
            "log_level": "warning",
            "task": "stubborn",
            "error": "OSError('late')",
        }
    ]


async def test_ending_what_has_ended_or_nothing_does_nothing():
    """There is nothing to wait for."""
    task = spawn(asyncio.sleep(0), name="short")
    await task
    assert await end([task], 5.0) == await end([], 5.0) == ()
    assert not task.cancelled()


async def test_work_that_is_cancelled_before_it_begins_leaves_nothing_unawaited():
    """Neither a spawned coroutine nor bounded work is reported as never awaited."""

    async def work():
        await asyncio.Event().wait()

    await end([spawn(work(), name="never begun")], 5.0)
    asking = spawn(bounded(work(), 5.0), name="asking")
    await asyncio.sleep(0)
    await end(held(), 5.0)
    with pytest.raises((RuntimeError, asyncio.CancelledError)):
        await asking
    with pytest.raises(Overdue):
        await bounded(work(), 0.0)
    gc.collect()
