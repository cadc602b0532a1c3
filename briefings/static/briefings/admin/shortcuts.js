// The keys of the editor, listed: by the button “?” and by Ctrl-/.
import { element, labels } from "./asking.js"
import { keepingSelection } from "./selecting.js"

const apple = /Mac|iPhone|iPad/.test(navigator.platform)
const NAMES = apple ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl" }

// [name of the label, keys, whether bullets have it]
const KEYS = [
  ["bold", "Mod-B", true],
  ["italic", "Mod-I", true],
  ["underline", "Mod-U", true],
  ["link", "Mod-K", true],
  ["footnote", "Mod-Alt-N", true],
  ["source", "Mod-Alt-S", true],
  ["heading", "Mod-Alt-3", false],
  ["subheading", "Mod-Alt-4", false],
  ["bullets", "Mod-Shift-8", false],
  ["numbers", "Mod-Shift-7", false],
  ["quote", "Mod-Shift-B", false],
  ["picture", "Mod-Alt-P", false],
  ["lineBreak", "Shift-Enter", true],
  ["undo", "Mod-Z", true],
  ["redo", "Mod-Shift-Z", true],
  ["toToolbar", "Alt-F10", true],
  ["shortcuts", "Mod-/", true],
]

export function showShortcuts(editor) {
  const there = keepingSelection(editor)
  const bullets = !editor.schema.nodes.heading
  const rows = KEYS.filter(([name, , everywhere]) => (everywhere || !bullets) && (name !== "source" || bullets))
    .flatMap(([name, keys]) => [element("dt", {}, labels[name]), element("dd", {}, ...shown(keys))])
  const close = element("button", { type: "submit", class: "button default" }, labels.close)
  const dialog = element("dialog", { class: "asking shortcuts", "aria-label": labels.shortcuts },
    element("form", { method: "dialog" }, element("h2", {}, labels.shortcuts), element("dl", {}, ...rows), element("p", { class: "buttons" }, close)))
  document.body.append(dialog)
  dialog.addEventListener("close", () => { dialog.remove(); there().run() })
  dialog.showModal()
}

function shown(keys) {
  return keys.split("-").flatMap((key, place) => [...(place ? [" + "] : []), element("kbd", {}, NAMES[key] ?? key)])
}
