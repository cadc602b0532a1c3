// While a mailing runs or is paused its numbers are read anew every few seconds; without this, a reload shows them.
const numbers = document.querySelector("#numbers[data-refresh]");
const PAUSE = 4000;

async function refresh() {
  if (!document.hidden) {
    const answer = await fetch(numbers.dataset.refresh, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok && !answer.redirected) {
      const text = await answer.text();
      if (text !== refresh.last) numbers.innerHTML = refresh.last = text;
    }
  }
  setTimeout(refresh, PAUSE);
}

if (numbers) setTimeout(refresh, PAUSE);
