// Rows whose order matters: buttons that move them, positions that follow. Without this the positions are typed.
const PLACES = ".inline-related:not(.empty-form)"

const position = (row) => row.querySelector("[data-position]")
// Rows that can only be looked at have none.
const rowsOf = (group) => [...group.querySelectorAll(PLACES)].filter(position)

function number(group) {
  rowsOf(group).forEach((row, index, rows) => {
    position(row).value = index
    const [up, down] = row.querySelectorAll(".move button")
    if (up) [up.disabled, down.disabled] = [index === 0, index === rows.length - 1]
  })
}

function equip(group, row) {
  if (row.querySelector(".move") || !position(row)) return
  const tools = document.createElement("span")
  tools.className = "move"
  for (const [sign, step, label] of [["↑", -1, gettext("Move up")], ["↓", 1, gettext("Move down")]]) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = sign
    button.title = label
    button.setAttribute("aria-label", label)
    button.addEventListener("click", () => { move(group, row, step); button.focus() })
    tools.append(button)
  }
  row.querySelector("h3").append(tools)
}

function move(group, row, step) {
  const rows = rowsOf(group)
  const other = rows[rows.indexOf(row) + step]
  if (!other) return
  if (step < 0) other.before(row)
  else other.after(row)
  number(group)
  group.dispatchEvent(new Event("input", { bubbles: true }))
}

// Django numbers the rows anew in the order in which they stand, and saved rows have to come first: give it that
// order for a moment when a row goes.
function whileRenumbering(group) {
  const shown = rowsOf(group)
  const saved = (row) => Number(row.id.slice(row.id.lastIndexOf("-") + 1))
  const anchor = group.querySelector(".empty-form")
  for (const row of [...shown].sort((a, b) => saved(a) - saved(b))) anchor.before(row)
  queueMicrotask(() => {
    for (const row of shown) anchor.before(row)
    number(group)
  })
}

for (const group of document.querySelectorAll("[data-ordered]")) {
  group.classList.add("is-ordered")
  for (const row of rowsOf(group)) equip(group, row)
  number(group)
  group.addEventListener("formset:added", (event) => {
    equip(group, event.target)
    number(group)
  })
  document.addEventListener("formset:removed", (event) => {
    if (group.matches(`:has(#${event.detail.formsetName}-group), #${event.detail.formsetName}-group`)) whileRenumbering(group)
  })
}
