// What speaks against the text: the list beside the form, the way from a finding to its field, waivers without leaving
// the page, and what is still open when “Publish” is pressed.
import { ask } from "./lookahead.js"

const pane = document.querySelector("[data-lookahead]")
const form = document.querySelector("#briefing_form")
const dialog = document.querySelector("[data-publish-list]")

document.addEventListener("lookahead:answer", ({ detail }) => {
  fill(pane.querySelector("[data-checks]"), detail.checks)
  for (const count of document.querySelectorAll("[data-open-count]")) {
    count.hidden = !detail.open
    count.textContent = detail.open
    count.classList.toggle("blocks", detail.blocks)
  }
})

// A list that says what it said before stays as it is: somebody may be writing a reason in it.
function fill(place, html) {
  if (place.shown === html) return
  const writing = place.contains(document.activeElement) && document.activeElement.matches("input[name=reason]")
  if (writing) return
  place.shown = html
  place.innerHTML = html
}

// Prose editors listen for the hash (prose.js); select2 hides the field and shows a box.
function jump(link) {
  const id = decodeURIComponent(link.hash.slice(1))
  const field = document.getElementById(id) ?? document.getElementById(`${id}_0`)
  if (!field) return
  field.closest("details")?.setAttribute("open", "")
  if (field.dataset.prose) {
    history.replaceState(null, "", location.pathname + location.search)
    location.replace(`#${id}`)
    return
  }
  const box = field.nextElementSibling?.querySelector("[role=combobox], .select2-search__field")
  const target = box ?? field
  target.scrollIntoView({ block: "center" })
  target.focus({ preventScroll: true })
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]")
  if (!link || !form?.contains(document.getElementById(decodeURIComponent(link.hash.slice(1))))) return
  event.preventDefault()
  if (dialog?.open) dialog.close()
  if (matchMedia("(max-width: 1100px)").matches) pane.querySelector("[data-lookahead-close]").click()
  jump(link)
})

document.addEventListener("submit", async (event) => {
  const asked = event.target
  if (!asked.matches?.("[data-waive]") || !pane) return
  event.preventDefault()
  const answer = await fetch(asked.action, { method: "POST", body: new FormData(asked), headers: { Accept: "application/json" } })
  const said = await answer.json().catch(() => ({ message: gettext("That was not possible at the moment.") }))
  if (answer.ok) {
    asked.querySelector("[name=reason]")?.blur()
    document.dispatchEvent(new Event("lookahead:refresh"))
    return
  }
  const note = asked.querySelector("[role=alert]") ?? document.createElement("p")
  note.setAttribute("role", "alert")
  note.textContent = said.message
  asked.append(note)
})

// What is only advice is shown once more before it is published. What blocks is said by the server, which saves first.
let looked = false

async function look(button) {
  const said = await ask(pane.dataset.lookahead, form, "", "").catch(() => null)
  looked = true
  if (!said?.open || said.blocks || said.mistakes.length) return form.requestSubmit(button)
  fill(dialog.querySelector("[data-checks]"), said.checks)
  dialog.querySelector("[data-publish-anyway]").onclick = () => { dialog.close(); looked = true; form.requestSubmit(button) }
  looked = false
  dialog.showModal()
  return undefined
}

if (pane && form && dialog) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "_publish" || looked) return
    event.preventDefault()
    event.stopImmediatePropagation()
    look(event.submitter)
  }, { capture: true })
  dialog.querySelector("[data-publish-back]").addEventListener("click", () => dialog.close())
}
