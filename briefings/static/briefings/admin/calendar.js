// Entries can be dragged to another day. The form beside each entry does the same by keyboard and without this.
let dragged = null

for (const entry of document.querySelectorAll("[data-moves]")) {
  entry.addEventListener("dragstart", (event) => {
    dragged = entry
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", entry.querySelector("a").textContent)
  })
  entry.addEventListener("dragend", () => { dragged = null })
}

for (const cell of document.querySelectorAll("[data-day]")) {
  cell.addEventListener("dragover", (event) => {
    if (!dragged || cell.contains(dragged)) return
    event.preventDefault()
    cell.classList.add("over")
  })
  cell.addEventListener("dragleave", () => { cell.classList.remove("over") })
  cell.addEventListener("drop", (event) => {
    cell.classList.remove("over")
    if (!dragged || cell.contains(dragged)) return
    event.preventDefault()
    const form = dragged.querySelector("form")
    form.elements.day.value = cell.dataset.day
    form.submit()
  })
}
