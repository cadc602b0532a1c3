// The buttons above an editor: one stop for Tab, arrow keys between the buttons, state told to screen readers.
import { element, labels } from "./asking.js"
import { editFigure } from "./figure.js"
import { editFootnote } from "./footnote.js"
import { editLink } from "./links.js"
import { catchUp } from "./selecting.js"
import { showShortcuts } from "./shortcuts.js"
import { editSource } from "./source.js"

const run = (name, ...given) => (editor) => editor.chain().focus()[name](...given).run()
const inside = (name, attributes) => (editor) => editor.isActive(name, attributes)
const inTable = inside("table")

// [name, sign, what it does, whether it is on, whether it is offered]
const PROSE = [
  ["heading", "H", run("toggleHeading", { level: 3 }), inside("heading", { level: 3 })],
  ["subheading", "h", run("toggleHeading", { level: 4 }), inside("heading", { level: 4 })],
  ["bullets", "•", run("toggleBulletList"), inside("bulletList")],
  ["numbers", "1.", run("toggleOrderedList"), inside("orderedList")],
  ["quote", "“ ”", run("toggleBlockquote"), inside("blockquote", { pull: false })],
  ["pull", "❝", togglePull, inside("blockquote", { pull: true })],
  ["picture", "▣", editFigure, inside("libraryFigure")],
  ["table", "⊞", run("insertTable", { rows: 3, cols: 3, withHeaderRow: true }), inTable, (editor) => !inTable(editor)],
  ["addRow", "+ ↓", run("addRowAfter"), null, inTable],
  ["addColumn", "+ →", run("addColumnAfter"), null, inTable],
  ["deleteRow", "− ↓", run("deleteRow"), null, inTable],
  ["deleteColumn", "− →", run("deleteColumn"), null, inTable],
  ["deleteTable", "− ⊞", run("deleteTable"), null, inTable],
]
const INLINE = [
  ["bold", "B", run("toggleBold"), inside("bold")],
  ["italic", "I", run("toggleItalic"), inside("italic")],
  ["link", "Link", editLink, inside("link")],
  ["unlink", "× Link", run("unsetLink"), null, inside("link")],
  ["footnote", "Note*", editFootnote, inside("footnote")],
]
const SOURCE = [["source", "Source", editSource, inside("source")]]
const HISTORY = [
  ["undo", "↶", run("undo")],
  ["redo", "↷", run("redo")],
  ["shortcuts", "?", showShortcuts],
]
const SIGNS = { link: () => labels.link, unlink: () => `× ${labels.link}`, footnote: () => `${labels.footnote}*`,
  source: () => labels.source }

function togglePull(editor) {
  const chain = editor.chain().focus()
  if (editor.isActive("blockquote", { pull: true })) chain.lift("blockquote").run()
  else if (editor.isActive("blockquote")) chain.updateAttributes("blockquote", { pull: true }).run()
  else chain.wrapIn("blockquote", { pull: true }).run()
}

export function addToolbar(editor, kind, label) {
  const groups = kind === "bullets" ? [INLINE, SOURCE, HISTORY] : [PROSE, INLINE, HISTORY]
  const bar = element("div", { class: "prose-toolbar", role: "toolbar", "aria-label": `${labels.toolbar}: ${label}` })
  const items = groups.flatMap((group) => {
    const made = group.map((item) => button(editor, item))
    bar.append(element("span", { class: "group" }, ...made.map((entry) => entry.button)))
    return made
  })
  const refresh = () => {
    for (const { button, on, offered } of items) {
      button.hidden = offered ? !offered(editor) : false
      if (on) button.setAttribute("aria-pressed", String(on(editor)))
    }
    keepOneStop(items.map((entry) => entry.button))
  }
  bar.addEventListener("keydown", (event) => move(event, items.map((entry) => entry.button)))
  bar.addEventListener("keydown", (event) => { if (event.key === "Escape") editor.commands.focus() })
  editor.on("transaction", refresh)
  refresh()
  return bar
}

function button(editor, [name, sign, act, on = null, offered = null]) {
  const attributes = { type: "button", title: labels[name], "aria-label": labels[name], "data-name": name }
  const made = element("button", attributes, SIGNS[name]?.() ?? sign)
  made.addEventListener("mousedown", (event) => event.preventDefault()) // the selection stays in the text
  made.addEventListener("click", () => { catchUp(); act(editor) })
  return { button: made, on, offered }
}

function keepOneStop(buttons) {
  const shown = buttons.filter((entry) => !entry.hidden)
  const stop = shown.find((entry) => entry.tabIndex === 0 && entry === document.activeElement) ?? shown[0]
  for (const entry of buttons) entry.tabIndex = entry === stop ? 0 : -1
}

function move(event, buttons) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  const shown = buttons.filter((entry) => !entry.hidden)
  const here = shown.indexOf(event.target)
  if (!step || here < 0) return
  event.preventDefault()
  const next = shown[(here + step + shown.length) % shown.length]
  for (const entry of buttons) entry.tabIndex = entry === next ? 0 : -1
  next.focus()
}
