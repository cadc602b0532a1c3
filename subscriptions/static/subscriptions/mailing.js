// While a mailing runs or is paused its numbers are read anew every few seconds; without this, a reload shows them.
// Once its state is another one the page is: other buttons, the chart, what the mail server said.
const numbers = document.querySelector("#numbers[data-refresh]");
const state = () => numbers.querySelector("[data-state]").dataset.state;
const shown = numbers && state();
const PAUSE = 4000;

async function refresh() {
  if (!document.hidden) {
    const answer = await fetch(numbers.dataset.refresh, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const text = await answer.text();
      if (text !== refresh.last) numbers.innerHTML = refresh.last = text;
      if (state() !== shown) return location.reload();
    }
  }
  setTimeout(refresh, PAUSE);
}

if (numbers) setTimeout(refresh, PAUSE);
