// Turns every text area with data-prose="prose|bullets" into an editor. The text area stays the field of the form.
import { Editor, Extension } from "django-prose-editor/editor"
import { element } from "./asking.js"
import { editFigure } from "./figure.js"
import { editFootnote } from "./footnote.js"
import { editLink } from "./links.js"
import { replaceInEditor } from "./replacing.js"
import { extensions } from "./schema.js"
import { Selecting } from "./selecting.js"
import { showShortcuts } from "./shortcuts.js"
import { editSource } from "./source.js"
import { addToolbar } from "./toolbar.js"

const editors = new WeakMap()

const act = (what) => ({ editor }) => { what(editor); return true }

const Keys = Extension.create({
  name: "newsroomKeys",
  addKeyboardShortcuts: () => ({
    "Mod-k": act(editLink),
    "Mod-Alt-n": act(editFootnote),
    "Mod-Alt-p": act((editor) => { if (editor.schema.nodes.libraryFigure) editFigure(editor) }),
    "Mod-Alt-s": act((editor) => { if (!editor.schema.nodes.heading) editSource(editor) }),
    "Mod-/": act(showShortcuts),
    "Alt-F10": act((editor) => editor.view.dom.closest(".prose-editor").querySelector("[role=toolbar] [tabindex='0']").focus()),
  }),
})

function create(area) {
  if (editors.has(area) || area.id.includes("__prefix__")) return
  const kind = area.dataset.prose
  const label = nameOf(area)
  const frame = element("div", { class: `prose-editor ${kind}` })
  area.before(frame)
  const editor = new Editor({
    element: frame,
    extensions: [...extensions[kind], Keys, Selecting],
    content: area.value,
    editable: !area.disabled,
    injectCSS: false, // the content security policy refuses inline styles; prose.css has them
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label, ...describedBy(area) } },
    onUpdate({ editor }) {
      area.value = editor.isEmpty ? "" : editor.getHTML()
      area.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  frame.prepend(addToolbar(editor, kind, label))
  area.hidden = true
  editors.set(area, { editor, frame })
}

function nameOf(area) {
  return area.getAttribute("aria-label") || area.labels?.[0]?.textContent.replace(/:$/, "").trim() || area.name
}

function describedBy(area) {
  const notes = [...(area.closest("[data-part]")?.querySelectorAll("[data-describes]") ?? [])]
  notes.forEach((note, index) => { note.id ||= `${area.id}-note-${index}` })
  return notes.length ? { "aria-describedby": notes.map((note) => note.id).join(" ") } : {}
}

// A part changes its kind: the same text, in the other schema.
function recreate(area, kind) {
  const made = editors.get(area)
  made?.editor.destroy()
  made?.frame.remove()
  editors.delete(area)
  area.dataset.prose = kind
  create(area)
}

// A link to a field that the editor stands for, and a click on its label, lead into the editor.
function focus(area) {
  editors.get(area)?.editor.view.focus()
  editors.get(area)?.frame.scrollIntoView({ block: "center" })
}

const createIn = (place) => place.querySelectorAll("textarea[data-prose]").forEach(create)

createIn(document)
document.addEventListener("formset:added", (event) => createIn(event.target))
document.addEventListener("change", (event) => {
  if (!/-kind$/.test(event.target.name ?? "")) return
  const area = event.target.closest("[data-part]")?.querySelector("textarea[data-prose]")
  if (area) recreate(area, event.target.value)
})
document.addEventListener("click", (event) => {
  const area = document.getElementById(event.target.closest("label")?.htmlFor ?? "")
  if (area?.dataset.prose) focus(area)
})
const aimed = () => {
  const area = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (area?.dataset?.prose) focus(area)
}
document.addEventListener("newsroom:replace", ({ target, detail }) => {
  const made = editors.get(target)
  if (made) replaceInEditor(made.editor, detail.written, detail.preferred)
})
addEventListener("hashchange", aimed)
aimed()
