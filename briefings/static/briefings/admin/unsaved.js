// Asks before unsaved text is left by anything but the form's own buttons, and sends a form only once.
const form = document.querySelector("#briefing_form, #edition_form")
let touched = false
let sent = false

form?.addEventListener("input", () => { touched = true })
form?.addEventListener("submit", (event) => {
  if (event.submitter?.formTarget === "_blank") return // a preview, in a tab of its own
  if (sent) event.preventDefault()
  sent = true
  touched = false
})
addEventListener("beforeunload", (event) => { if (touched) event.preventDefault() })
addEventListener("pageshow", () => { sent = false })
