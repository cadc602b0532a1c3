// Asks for the login over the page when the session is over, so that nothing on the page is lost.
import { element } from "./asking.js"

let asked = null

// Resolves once `session` says that somebody is logged in. However many ask at a time, there is one dialogue.
export function login(address, csrf, session) {
  asked ??= ask(address, csrf, session).finally(() => { asked = null })
  return asked
}

function ask(address, csrf, session) {
  const field = (name, type, label, autocomplete) => {
    const input = element("input", { name, type, autocomplete, required: "", id: `relogin-${name}` })
    return element("p", {}, element("label", { for: input.id }, label), input)
  }
  const problem = element("p", { class: "errornote", role: "alert", hidden: "" })
  const form = element("form", {},
    element("h2", { id: "relogin-title" }, gettext("Please log in again")),
    element("p", {}, gettext("Your session has ended. Your text is still here: log in, and go on writing.")),
    problem,
    field("username", "text", gettext("User name"), "username"),
    field("password", "password", gettext("Password"), "current-password"),
    element("p", {}, element("button", { type: "submit", class: "button default" }, gettext("Log in"))))
  const dialog = element("dialog", { class: "asking relogin", "aria-labelledby": "relogin-title" }, form)
  dialog.addEventListener("cancel", (event) => event.preventDefault())
  document.body.append(dialog)
  const before = document.activeElement
  dialog.showModal()
  return new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault()
      event.stopPropagation()
      problem.hidden = true
      try {
        const page = await attempt(address, csrf, new FormData(form))
        const found = await session()
        csrf = found.csrf
        if (found.user !== null) {
          dialog.remove()
          before?.focus()
          return resolve()
        }
        problem.textContent = reason(page)
      } catch {
        problem.textContent = gettext("The server does not answer. Please try again in a moment.")
      }
      problem.hidden = false
      form.elements.password.value = ""
      form.elements.password.focus()
    })
  })
}

async function attempt(address, csrf, body) {
  body.set("csrfmiddlewaretoken", csrf)
  const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" })
  return answer.text()
}

// What the login page answered: its own words, such as those on too many attempts.
function reason(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const said = page.querySelector(".errornote, .errorlist, main p, body")?.textContent.replace(/\s+/g, " ").trim()
  return said?.slice(0, 300) || gettext("You could not be logged in.")
}
