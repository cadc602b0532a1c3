// Tells the server every ten seconds that this page is open, and shows who else has it open and what they have saved.
import { Offline, place, post } from "./session.js"

const EVERY = 10_000
const address = place?.dataset.presence
const form = place?.closest("form")
let typed = false

function show({ others = [], newer = "" }) {
  const list = place.querySelector("[data-company]")
  const said = [...list.children].map((line) => line.textContent)
  if (said.join("\n") !== others.join("\n")) {
    list.replaceChildren(...others.map((text) => Object.assign(document.createElement("li"), { textContent: text })))
  }
  const line = place.querySelector("[data-newer]")
  if (line.textContent !== newer) line.textContent = newer
}

function body(more = {}) {
  const made = new FormData()
  made.set("seen", form?.elements.seen?.value ?? "")
  for (const [name, value] of Object.entries(more)) made.set(name, value)
  return made
}

async function beat() {
  const answered = typed
  typed = false
  try {
    const answer = await post(address, body(answered ? { typed: "1" } : {}))
    if (answer) show(answer)
  } catch (error) {
    typed ||= answered
    if (!(error instanceof Offline)) throw error
  }
}

if (address && form) {
  document.addEventListener("newsroom:company", (event) => show(event.detail))
  form.addEventListener("input", () => { typed = true })
  let timer = setInterval(beat, EVERY)
  beat()
  addEventListener("pagehide", () => {
    clearInterval(timer)
    const leaving = body({ leave: "1" })
    leaving.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    navigator.sendBeacon(address, leaving)
  })
  addEventListener("pageshow", (event) => {
    if (event.persisted) { timer = setInterval(beat, EVERY); beat() }
  })
}
