// Posts from scripts, with a login in place when the session is over, and the form's secrets renewed.
import { login } from "./relogin.js"

export const place = document.querySelector("[data-working]")

export class Offline extends Error {}

// Sends `body` (FormData) to `address` and resolves to what is answered as JSON; null when it is refused for good.
// Rejects with Offline when nothing answers.
export async function post(address, body) {
  let answer = await send(address, body)
  if (answer.redirected || answer.status === 403) {
    if (!(await admitted())) return null
    answer = await send(address, body)
  }
  if (answer.status >= 500) throw new Offline()
  return answer.ok && !answer.redirected ? answer.json() : null
}

// Whether the browser is logged in, if need be after asking for it. The secrets of all forms are fresh afterwards.
export async function admitted() {
  let found = await session()
  if (found.user === null) {
    await login(place.dataset.login, found.csrf, session)
    found = await session()
  }
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = found.csrf
  return found.user !== null
}

async function session() {
  const answer = await reach(place.dataset.session, {})
  if (!answer.ok) throw new Offline()
  return answer.json()
}

function send(address, body) {
  body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "")
  return reach(address, { method: "POST", body })
}

async function reach(address, options) {
  try {
    return await fetch(address, { credentials: "same-origin", ...options })
  } catch {
    throw new Offline()
  }
}
