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
// open. `read` may have to wait: that is shown, and the last time counts. The form in it is not part of the page's own.
export function dialogue(title, body, read) {
  const cancel = element("button", { type: "button", class: "button" }, labels.cancel)
  const status = element("p", { role: "status", class: "looking" })
  const form = element("form", { method: "dialog" }, element("h2", {}, title), ...body, status,
    element("p", { class: "buttons" }, element("button", { type: "submit", class: "button default" }, labels.apply), cancel))
  const dialog = element("dialog", { class: "asking", "aria-label": title }, form)
  document.body.append(dialog)
  return new Promise((resolve) => {
    // At once: the browser's event about the closing comes after keys that were pressed meanwhile.
    const end = (answer) => {
      dialog.close()
      dialog.remove()
      resolve(answer)
    }
    let turn = 0
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      const mine = ++turn
      const patience = setTimeout(() => { status.textContent = labels.lookingUp }, 100) // no flicker for a quick answer
      const given = await read()
      clearTimeout(patience)
      if (mine !== turn) return // applied again meanwhile
      status.textContent = ""
      if (given !== undefined) end(given)
    })
    cancel.addEventListener("click", () => end(null))
    dialog.addEventListener("cancel", () => end(null)) // by Escape
    dialog.addEventListener("close", () => end(null)) // however else
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

// What is found for the words in `field`, handed to `show` with them each time they change; the last question wins.
// While a syllable is being composed nothing is asked. Returns what waits for the answer that is still out.
export function searching(field, address, show) {
  let turn = 0
  let waiting = 0
  let asked = Promise.resolve()
  const search = async () => {
    const mine = ++turn
    const words = field.value.trim()
    const results = await found(`${address}?${new URLSearchParams({ q: words })}`)
    if (mine === turn) show(results, words)
  }
  const now = () => {
    clearTimeout(waiting)
    waiting = 0
    asked = search()
  }
  const soon = (event) => {
    if (event.isComposing) return
    clearTimeout(waiting)
    waiting = setTimeout(now, 150)
  }
  field.addEventListener("input", soon)
  field.addEventListener("compositionend", soon)
  now()
  return () => {
    if (waiting) now()
    return asked
  }
}

// Nothing is found where the network is dead or the session is over.
async function found(address) {
  try {
    const answer = await fetch(address)
    return answer.ok ? (await answer.json()).results : []
  } catch {
    return []
  }
}
