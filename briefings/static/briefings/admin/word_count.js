// Counts words beside each part while they are typed, as the server does (briefings/content.py).
const WORD = /[\p{L}\p{N}_]+(?:['’.-][\p{L}\p{N}_]+)*/gu
const BLOCK_END = /<\/(?:p|li|h\d|td|th|tr|blockquote|figcaption|pre|dt|dd)>|<(?:br|hr)[^>]*>/g

function words(html) {
  const text = new DOMParser().parseFromString(html.replace(BLOCK_END, "$&\n"), "text/html").body.textContent
  return text.match(WORD)?.length ?? 0
}

function show(part) {
  const area = part.querySelector("textarea[data-prose]")
  const line = part.querySelector("[data-count]")
  if (!area || !line) return
  const count = words(area.value)
  line.querySelector("[data-words]").textContent = count
  line.classList.toggle("is-long", Boolean(line.dataset.most) && count > Number(line.dataset.most))
  line.classList.toggle("is-short", count > 0 && Boolean(line.dataset.least) && count < Number(line.dataset.least))
}

document.querySelectorAll("[data-part]").forEach(show)
document.addEventListener("input", (event) => {
  const part = event.target.closest?.("[data-part]")
  if (part) show(part)
})
