// Before a form that is not kept by autosave is sent: is the session still there? If not, the login comes to the form.
import { admitted, place } from "./session.js"

const form = place && !place.dataset.autosave ? place.closest("form") : null
let certain = false

document.addEventListener("submit", async (event) => {
  if (!form || event.target !== form || certain || event.submitter?.formTarget === "_blank") return
  event.preventDefault()
  event.stopImmediatePropagation()
  try {
    if (!(await admitted())) return
  } catch {
    place.querySelector("[data-offline]").hidden = false
    return
  }
  certain = true
  form.requestSubmit(event.submitter)
}, { capture: true })
addEventListener("pageshow", () => { certain = false })
