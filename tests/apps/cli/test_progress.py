"""Progress shows itself after two seconds, and not for every decision."""

from bascule.apps.cli.progress import Bar, Sparse


def test_only_steps_of_a_hundredth_are_passed_on() -> None:
    """Ten thousand decisions make about a hundred reports; the start and the end are among them."""
    heard: list[float] = []
    sparse = Sparse(lambda _, done_frac: heard.append(done_frac))
    for k in range(10_001):
        sparse("optimal", k / 10_000)
    assert (heard[0], heard[-1]) == (0.0, 1.0)
    assert 90 < len(heard) < 110


def test_each_policy_is_reported_on_its_own() -> None:
    """A new policy starts anew."""
    heard: list[str] = []
    sparse = Sparse(lambda policy, _: heard.append(policy))
    for policy in ("rules", "optimal"):
        sparse(policy, 0.5)
        sparse(policy, 0.505)
    assert heard == ["rules", "optimal"]


def test_without_a_terminal_nothing_is_shown() -> None:
    """Standard error of a program that is not watched stays clean, however long it lasts."""
    seconds = iter(range(0, 1000, 10))
    with Bar(1, clock=lambda: float(next(seconds))) as bar:
        bar("optimal", 0.5)
        assert not bar.shown
