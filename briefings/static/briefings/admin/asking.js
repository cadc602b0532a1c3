// Words of the editor in the user's language, and a small dialogue that asks for one text.
export const labels = JSON.parse(document.getElementById("prose-labels")?.textContent ?? "{}")

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

// Resolves to the text, or to null when cancelled. The form in it is not part of the page's own.
export function ask(title, { name, label, value = "", long = false }) {
  const field = long ? element("textarea", { name, rows: 4 }) : element("input", { name, type: "text", inputmode: "url" })
  field.value = value
  const cancel = element("button", { type: "button", class: "button" }, labels.cancel)
  const form = element("form", { method: "dialog" },
    element("h2", {}, title),
    element("label", {}, element("span", {}, label), field),
    element("p", {}, element("button", { type: "submit", class: "button default" }, labels.apply), cancel))
  const dialog = element("dialog", { class: "asking", "aria-label": title }, form)
  document.body.append(dialog)
  return new Promise((resolve) => {
    let answer = null
    form.addEventListener("submit", () => { answer = field.value })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer) })
    dialog.showModal()
    field.select()
  })
}
