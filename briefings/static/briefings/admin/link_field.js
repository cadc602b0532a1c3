// A field for an address that also finds pieces, people, series and topics: what is chosen is kept as a reference, so
// that the link follows it wherever it goes.
import { element, labels, searching } from "./asking.js"

const SHORT = /^\/p\/(?:([a-z]+)\/)?([1-9]\d*)$/
const PATIENCE = 3000 // milliseconds that an answer is waited for
let made = 0

// `read` waits for the answer that is still out, but not for long, and gives { href, ref, label }, an empty href for an
// empty field, and undefined for words that nothing was chosen for.
export function linkField(value) {
  const id = `link-results-${++made}`
  const field = element("input", {
    name: "href", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  })
  field.value = value
  const list = element("ul", { id, role: "listbox", class: "link-results", "aria-label": labels.found, hidden: "" })
  let found = []
  let foundFor = ""
  let chosen = null
  let active = -1

  const mark = (index) => {
    active = index
    ;[...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)))
    if (index < 0) return field.removeAttribute("aria-activedescendant")
    field.setAttribute("aria-activedescendant", list.children[index].id)
    list.children[index].scrollIntoView({ block: "nearest" })
  }
  const open = (shown) => {
    list.hidden = !shown
    field.setAttribute("aria-expanded", String(shown))
  }
  const choose = (result) => {
    chosen = result
    field.value = result.label
    field.setCustomValidity("")
    mark(-1)
    open(false)
  }
  const answered = searching(field, labels.addresses.references, (results, words) => {
    found = results
    foundFor = words
    list.replaceChildren(...results.map((result, index) => optionOf(result, `${id}-${index}`)))
    mark(-1)
    open(results.length > 0 && !chosen)
  })
  field.addEventListener("input", () => { chosen = null; field.setCustomValidity("") })
  list.addEventListener("mousedown", (event) => {
    event.preventDefault() // the field keeps the focus
    const option = event.target.closest("[role=option]")
    if (option) choose(found[[...list.children].indexOf(option)])
  })
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      mark((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length)
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault()
      choose(found[active])
    } else if (event.key === "Escape") {
      event.preventDefault() // closes the list, not the dialogue
      open(false)
    }
  })
  const read = async () => {
    const typed = field.value.trim()
    const short = SHORT.exec(typed)
    if (typed && !chosen && !short) await Promise.race([answered(), pause(PATIENCE)])
    if (field.value.trim() !== typed && !chosen) return undefined // somebody goes on typing
    if (chosen) return { href: chosen.href, ref: chosen.ref, label: chosen.label }
    if (short) return { href: typed, ref: `${short[1] ?? "publication"}:${short[2]}`, label: typed }
    const exact = foundFor === typed && found.find((result) => result.exact)
    if (typed && exact) return { href: exact.href, ref: exact.ref, label: exact.label }
    const href = whole(typed)
    if (href !== undefined) return { href, ref: null, label: typed }
    field.setCustomValidity(labels.chooseOrAddress)
    field.reportValidity()
    return undefined
  }
  return { field, list, read }
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

function optionOf(result, id) {
  return element("li", { id, role: "option", "aria-selected": "false" },
    element("span", {}, result.label), " ", element("small", { class: result.public ? "" : "is-draft" }, result.note))
}

// “example.org/page” as people type it; paths of this site and mailto: stay as they are. Undefined for mere words.
function whole(typed) {
  if (!typed || /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(typed)) return typed
  if (/\s/.test(typed) || !/[.@]/.test(typed)) return undefined
  return typed.includes("@") && !typed.includes("/") ? `mailto:${typed}` : `https://${typed}`
}
