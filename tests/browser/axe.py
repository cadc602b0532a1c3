from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong with the page as it is now: rule and the first place. All rules, where none are named."""
    # A colour on its way from one theme to the other is neither's.
    page.evaluate("document.getAnimations().filter(a => a instanceof CSSTransition).forEach(a => a.finish())")
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary'][:160]}" for v in found]


def violations_in(theme: str, page: Page) -> list[str]:
    """All rules in the light theme; the dark one differs in contrast only."""
    return violations(page, *(["color-contrast"] if theme == "dark" else []))
