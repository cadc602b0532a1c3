"""Whatever dies while a mailing runs: nobody gets it twice, nobody is forgotten, what nobody can know is listed."""

from __future__ import annotations

from tests.subscriptions.sending.faults import Faults


def test_nobody_twice_and_nobody_forgotten(tmp_path):
    faults = Faults(tmp_path, people=300, connections=2, slowness=0.03)
    try:
        faults.prepare()
        result = faults.run(kills=5, seed=20261124, limit=60)
    finally:
        faults.close()
    assert result.twice == [] and result.lost == []
    assert sum(result.states.values()) == 300
    assert set(result.states) <= {"sent", "uncertain"}
    assert result.states["uncertain"] <= 2 * sum(result.kills.values())
    assert result.mailing == ("running" if result.doubtful else "done")
