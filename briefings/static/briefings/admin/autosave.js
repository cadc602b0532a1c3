// Keeps the text while it is written: in this browser at once, on the server every few seconds and before each save.
import { element } from "./asking.js"
import { drop, keep, left } from "./local_copy.js"
import { admitted, Offline, place, post } from "./session.js"

const EVERY = 3000
const form = place?.dataset.autosave ? place.closest("form") : null
const field = (name) => form.elements[name]
let changes = 0
let kept = 0
let timer = null
let running = null
let certain = false // the form is on its way, its text kept

const status = element("p", { class: "kept", role: "status", "aria-live": "polite" })
const say = (text, state) => {
  if (status.textContent !== text) status.textContent = text
  status.dataset.state = state
}

// The form as [name, value] pairs, without blank rows.
function entries() {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.includes("-__prefix__-") && name !== "csrfmiddlewaretoken")
}

function bodyOf(pairs) {
  const body = new FormData()
  for (const [name, value] of pairs) body.append(name, value)
  return body
}

function touched() {
  changes += 1
  timer ??= setTimeout(() => { timer = null; save().catch(() => {}) }, EVERY)
  keepHere()
}

let waiting = null
function keepHere() {
  waiting ??= setTimeout(() => { waiting = null; if (kept < changes) keep(field("_key").value, entries()) }, 400)
}

// Sends what is on the screen; resolves to whether the server has it. One at a time.
function save() {
  running ??= sendAll().finally(() => { running = null })
  return running
}

async function sendAll() {
  const turn = changes
  say(gettext("Saving…"), "busy")
  try {
    const answer = await post(place.dataset.autosave, bodyOf(entries()))
    if (!answer) {
      say(gettext("Not saved: the server refuses it."), "failed")
      return false
    }
    took(answer, turn)
    return true
  } catch (error) {
    if (!(error instanceof Offline)) throw error
    const here = keep(field("_key").value, entries())
    say(here ? gettext("Offline: kept in this browser.") : gettext("Offline, and this browser keeps nothing: copy your text."), "offline")
    timer ??= setTimeout(() => { timer = null; save().catch(() => {}) }, 2 * EVERY)
    return false
  }
}

function took(answer, turn) {
  drop(field("_key").value)
  field("_key").value = answer.key
  field("_revision").value = answer.revision
  kept = turn
  const said = place.dataset.piece.startsWith("edition") ? gettext("Kept %s, not saved yet.") : gettext("Saved %s, not yet as a version.")
  say(interpolate(said, [answer.saved]), "kept")
  document.dispatchEvent(new CustomEvent("newsroom:company", { detail: answer }))
}

// A button of the form: what it sends is kept first, which also asks for the login where the session is over.
async function beforeSubmit(event) {
  if (event.target !== form || certain || event.submitter?.formTarget === "_blank") return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (running) await running
  const button = event.submitter
  try {
    if (!(await save()) && (status.dataset.state === "offline" || !(await admitted()))) return
  } catch {
    return
  }
  clearTimeout(timer)
  certain = true
  form.requestSubmit(button)
}

// Text that a crash or a dead network left in this browser: sent to the server first, so that choosing loses nothing.
function offer() {
  const [copy] = left()
  if (!copy) return
  const pairs = new Map(copy.entries)
  const when = new Date(copy.at).toLocaleString(document.documentElement.lang)
  const button = (label, act) => {
    const made = element("button", { type: "button", class: "button" }, label)
    made.addEventListener("click", act)
    return made
  }
  const upload = async (leadTo) => {
    try {
      const answer = await post(place.dataset.autosave, bodyOf(copy.entries))
      if (!answer) return say(gettext("Not saved: the server refuses it."), "failed")
      drop(copy.key)
      certain = true
      location.assign(leadTo(answer.key))
    } catch {
      say(gettext("Offline: kept in this browser."), "offline")
    }
  }
  const choices = element("p", { class: "choices" }, button(gettext("Continue with it"), () => upload((key) => `${place.dataset.change}?unsaved=${key}`)))
  if (place.dataset.compare) choices.append(button(gettext("Compare"), () => upload((key) => `${place.dataset.compare}?old=draft&new=unsaved-${key}`)))
  choices.append(button(gettext("Discard"), () => { drop(copy.key); notice.remove() }))
  const told = interpolate(gettext("This browser kept text of %s that did not reach the server: “%s”."), [when, pairs.get("title") || pairs.get("subject") || "…"])
  const notice = element("div", { class: "notice" }, element("p", {}, told), choices)
  place.querySelector("[data-left]").append(notice)
}

if (form) {
  const row = form.querySelector(".submit-row")
  row?.append(status)
  form.addEventListener("input", touched)
  form.addEventListener("change", touched)
  for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, touched)
  // select2 tells jQuery alone; so do Django's scripts when the page has loaded, before anybody has done anything.
  window.django?.jQuery(form).on("change", (event) => {
    if (!event.originalEvent && navigator.userActivation?.hasBeenActive !== false) form.dispatchEvent(new Event("input"))
  })
  document.addEventListener("submit", beforeSubmit, { capture: true })
  addEventListener("online", () => { if (kept < changes) save().catch(() => {}) })
  addEventListener("pagehide", () => { if (kept < changes && !certain) keep(field("_key").value, entries()) })
  addEventListener("pageshow", () => { certain = false })
  offer()
}
