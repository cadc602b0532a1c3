// Asks before a page with unsaved text is left by anything but its own buttons.
const form = document.querySelector("#briefing_form")
let touched = false
form?.addEventListener("input", (event) => { touched ||= event.isTrusted || event.target.dataset?.prose !== undefined })
form?.addEventListener("submit", (event) => { if (event.submitter?.formTarget !== "_blank") touched = false })
addEventListener("beforeunload", (event) => { if (touched) event.preventDefault() })
