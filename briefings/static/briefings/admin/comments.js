// Sends comments in the background, so that nothing typed into the form of the briefing is left. Without this the page
// is loaded anew.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-thread] button[form='comments-form']")
  if (!button) return
  event.preventDefault()
  const thread = button.closest("[data-thread]")
  const form = button.form
  const body = new FormData(form, button)
  button.disabled = true
  try {
    const address = button.hasAttribute("formaction") ? button.formAction : form.action
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } })
    const text = await answer.text()
    if (!answer.ok || answer.redirected) throw new Error(answer.status === 400 ? text : "")
    const fresh = document.createRange().createContextualFragment(text).querySelector("[data-thread]")
    thread.replaceWith(fresh)
    fresh.querySelector("summary")?.focus()
  } catch (error) {
    const said = thread.querySelector("[data-said]")
    said.textContent = error.message || gettext("This did not reach the site. Try again, please.")
    said.hidden = false
    button.disabled = false
  }
})

// What is typed here is no change of the briefing.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.form?.id === "comments-form") event.stopPropagation()
  }, true)
}

// A link in a mail leads to one comment, which may be folded away.
const named = location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1))
if (named) {
  for (let box = named; box; box = box.parentElement?.closest("details")) box.open = true
  named.scrollIntoView()
}
