// The pane beside the form of a briefing: shows what is typed as readers will meet it, and what speaks against it. It
// sends the form after a pause in typing; the server keeps nothing of it. Alt+Shift+P opens and closes it.
import { ask } from "./lookahead.js"
import { Stage } from "./stage.js"

const PAUSE = 700 // milliseconds
const WIDEST_MAIL = 768 // pixels: beyond that a mail has only more room at its sides
const KEPT = "newsroom-lookahead"
const NARROW = matchMedia("(max-width: 1100px)")

const pane = document.querySelector("[data-lookahead]")
const form = document.querySelector("#briefing_form")
const toggle = document.querySelector("[data-lookahead-toggle]")

function remembered() {
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
  const width = innerWidth < 600 ? "360" : "1280"
  const usual = { open: false, tab: "preview", view: "web", width, scheme }
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(KEPT)) }
  } catch {
    return usual
  }
}

function remember(chosen) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen))
  } catch { /* no storage: it is asked again on the next page */ }
}

class Pane {
  constructor() {
    this.chosen = remembered()
    this.stage = null
    this.anchors = {}
    this.part = null
    this.waiting = 0
    this.asking = null
    document.querySelector(".titles-and-tools")?.append(toggle)
    toggle.hidden = false
    toggle.addEventListener("click", () => this.toggle())
    pane.querySelector("[data-lookahead-close]").addEventListener("click", () => this.toggle(false))
    pane.addEventListener("click", ({ target }) => this.picked(target.closest("[data-pick]")))
    pane.addEventListener("keydown", (event) => { if (event.key === "Escape" && NARROW.matches) this.toggle(false) })
    document.addEventListener("keydown", (event) => this.pressed(event))
    this.listen()
    this.mark()
    // Where it would cover the form it opens only when it is asked for.
    if (this.chosen.open && !NARROW.matches) this.show()
  }

  listen() {
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.later())
    for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, () => this.later())
    window.django?.jQuery(form).on("change", () => this.later()) // select2 tells jQuery alone
    form.addEventListener("focusin", ({ target }) => this.follow(target))
    document.addEventListener("lookahead:refresh", () => this.refresh())
  }

  get isOpen() { return !pane.hidden }

  // What has to be rendered: nothing while only the checks are looked at.
  get view() {
    if (this.chosen.tab !== "preview") return ""
    return this.chosen.view === "print" ? "web" : this.chosen.view
  }

  pressed(event) {
    if (event.code !== "KeyP" || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    this.toggle()
  }

  toggle(open = !this.isOpen) {
    this.chosen.open = open
    remember(this.chosen)
    if (open) {
      this.show()
      if (NARROW.matches) pane.querySelector("[data-lookahead-close]").focus()
      return
    }
    if (pane.contains(document.activeElement)) toggle.focus()
    pane.hidden = true
    document.body.classList.remove("has-lookahead")
    toggle.setAttribute("aria-expanded", "false")
  }

  show() {
    pane.hidden = false
    document.body.classList.add("has-lookahead")
    toggle.setAttribute("aria-expanded", "true")
    this.refresh()
  }

  picked(button) {
    if (!button) return
    const asked = button.dataset.pick
    this.chosen[asked] = button.value
    remember(this.chosen)
    this.mark()
    this.part = null
    this.refresh()
  }

  mark() {
    for (const button of pane.querySelectorAll("[data-pick]")) {
      button.setAttribute("aria-pressed", String(button.value === this.chosen[button.dataset.pick]))
    }
    for (const group of pane.querySelectorAll("[data-only]")) group.hidden = !group.dataset.only.split(" ").includes(this.chosen.view)
    for (const section of pane.querySelectorAll("[data-tab]")) section.hidden = section.dataset.tab !== this.chosen.tab
  }

  later() {
    if (!this.isOpen) return
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.refresh(), PAUSE)
  }

  async refresh() {
    if (!this.isOpen) return
    clearTimeout(this.waiting)
    this.asking?.abort()
    const asking = this.asking = new AbortController()
    try {
      const said = await ask(pane.dataset.lookahead, form, this.view, this.chosen.scheme, asking.signal)
      if (said.wait) return this.wait(said.message, said.wait)
      await this.take(said)
    } catch (error) {
      if (error.name === "AbortError") return undefined
      this.say(gettext("The preview cannot be made at the moment. Your text is not touched by that."))
    }
    return undefined
  }

  wait(message, seconds) {
    this.say(message)
    this.waiting = setTimeout(() => this.refresh(), seconds * 1000)
  }

  async take(said) {
    this.say("")
    this.anchors = said.anchors
    this.tell(said.mistakes)
    document.dispatchEvent(new CustomEvent("lookahead:answer", { detail: said }))
    if (this.chosen.tab !== "preview") return
    this.stage ??= new Stage(pane.querySelector("[data-stage]"), pane.querySelector("[data-stage-frame]"))
    const { view, scheme, width } = this.chosen
    const printing = view === "print"
    const wide = { web: Number(width), mail: Math.min(Number(width), WIDEST_MAIL) }[view] ?? 0
    await this.stage.show(said.html, { printing, scheme: printing ? "light" : scheme, width: wide })
    this.follow(document.activeElement)
  }

  say(message) { pane.querySelector("[data-said]").textContent = message }

  tell(mistakes) {
    const list = pane.querySelector("[data-mistakes]")
    list.hidden = !mistakes.length
    list.replaceChildren(...mistakes.map(({ field, name, message }) => {
      const item = document.createElement("li")
      const link = document.createElement(field ? "a" : "span")
      if (field) {
        link.href = `#${field}`
        link.dataset.jump = ""
      }
      link.textContent = name ? `${name}: ${message}` : message
      item.append(link)
      return item
    }))
  }

  // Scrolls to the part in which the writer works, once for each time it is entered.
  follow(field) {
    if (!this.isOpen || !this.stage || this.chosen.tab !== "preview" || !form.contains(field)) return
    const part = field.closest("[data-part]")
    const place = part ?? field.closest(".field-title, .field-dek, .field-image, .field-image_alt, .field-image_caption")
    if (!place || place === this.part) return
    this.part = place
    if (part) {
      const area = part.querySelector("textarea[data-prose]")
      this.stage.scrollTo(this.anchors[area?.id], part.querySelector(".part-heading input")?.value.trim())
    } else if (place.matches(".field-title, .field-dek")) this.stage.toStart()
    else this.stage.toFigure()
  }
}

if (pane && form && toggle) new Pane()
