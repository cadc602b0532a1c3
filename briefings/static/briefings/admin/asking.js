// Words of the editor in the user's language, and the small dialogues that it asks with.
export const labels = JSON.parse(document.getElementById("prose-labels")?.textContent ?? "{}")

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

export const labelled = (label, field) => element("label", {}, element("span", {}, label), field)

// Resolves to what `read` says when it is applied, or to null when cancelled; while `read` says undefined it stays
// open. The form in it is not part of the page's own.
export function dialogue(title, body, read) {
  const cancel = element("button", { type: "button", class: "button" }, labels.cancel)
  const form = element("form", { method: "dialog" }, element("h2", {}, title), ...body,
    element("p", { class: "buttons" }, element("button", { type: "submit", class: "button default" }, labels.apply), cancel))
  const dialog = element("dialog", { class: "asking", "aria-label": title }, form)
  document.body.append(dialog)
  return new Promise((resolve) => {
    let answer = null
    form.addEventListener("submit", (event) => {
      const given = read()
      if (given === undefined) event.preventDefault()
      else answer = given
    })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer) })
    dialog.showModal()
  })
}

// Asks for one text.
export function ask(title, { name, label, value = "" }) {
  const field = element("textarea", { name, rows: 4 })
  field.value = value
  const answer = dialogue(title, [labelled(label, field)], () => field.value)
  field.select()
  return answer
}

// What is found for the words in `field`, handed to `show` each time they change; the last question wins. While a
// syllable is being composed nothing is asked.
export function searching(field, address, show) {
  let turn = 0
  let waiting = 0
  const search = async () => {
    const mine = ++turn
    const answer = await fetch(`${address}?${new URLSearchParams({ q: field.value.trim() })}`)
    if (!answer.ok || mine !== turn) return
    show((await answer.json()).results)
  }
  const soon = (event) => {
    if (event.isComposing) return
    clearTimeout(waiting)
    waiting = setTimeout(search, 150)
  }
  field.addEventListener("input", soon)
  field.addEventListener("compositionend", soon)
  search()
}
