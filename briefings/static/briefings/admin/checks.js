// What speaks against the text: the list beside the form, the way from a finding to its field, spellings put right by one
// click, waivers without leaving the page, and what is still open when “Publish” is pressed.
import { ask } from "./lookahead.js"
import { replaceInField } from "./replacing.js"

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

// A list that says what it said before stays as it is. Of another one those findings stay open for which somebody is
// writing a reason.
function fill(place, html) {
  if (place.shown === html) return
  const opened = [...place.querySelectorAll("details[open]")].map((one) => {
    const [seen, reason] = one.querySelectorAll("[name=seen], [name=reason]")
    return { seen: seen.value, reason: reason.value, written: reason === document.activeElement }
  })
  place.shown = html
  place.innerHTML = html
  for (const { seen, reason, written } of opened) {
    const box = place.querySelector(`details:has([value="${seen}"])`)
    if (!box) continue
    box.open = true
    box.querySelector("[name=reason]").value = reason
    if (written) box.querySelector("[name=reason]").focus()
  }
}

// Prose editors listen for the hash (prose.js); select2 hides the field and shows a box.
function fieldOf(link) {
  const id = decodeURIComponent(link.hash.slice(1))
  const field = document.getElementById(id) ?? document.getElementById(`${id}_0`) // a moment has two: day and time
  return form?.contains(field) ? field : null
}

function jump(field) {
  field.closest("details")?.setAttribute("open", "")
  if (field.dataset.prose) {
    history.replaceState(null, "", location.pathname + location.search)
    location.replace(`#${field.id}`)
    return
  }
  const box = field.nextElementSibling?.querySelector("[role=combobox], .select2-search__field")
  const target = box ?? field
  target.scrollIntoView({ block: "center" })
  target.focus({ preventScroll: true })
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]")
  const field = link && fieldOf(link)
  if (!field) return
  event.preventDefault()
  makeWay()
  jump(field)
})

// From the list, and what may lie over the form, to the form.
function makeWay() {
  if (dialog?.open) dialog.close()
  if (matchMedia("(max-width: 1100px)").matches) pane.querySelector("[data-lookahead-close]").click()
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-replace]")
  const field = button && document.getElementById(button.dataset.replace)
  if (!field) return
  const { written, preferred } = button.dataset
  makeWay()
  field.closest("details")?.setAttribute("open", "")
  if (field.dataset.prose) field.dispatchEvent(new CustomEvent("newsroom:replace", { bubbles: true, detail: { written, preferred } }))
  else replaceInField(field, written, preferred)
})

document.addEventListener("submit", async (event) => {
  const asked = event.target
  if (!asked.matches?.("[data-waive]") || !pane) return
  event.preventDefault()
  const answer = await fetch(asked.action, { method: "POST", body: new FormData(asked), headers: { Accept: "application/json" } })
  const said = await answer.json().catch(() => ({ message: gettext("That was not possible at the moment.") }))
  if (answer.ok) {
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
