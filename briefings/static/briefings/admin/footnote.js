// A footnote is kept where its sign stands: <sup data-note="…">*</sup>. Pages number them when they are shown.
import { Node } from "django-prose-editor/editor"
import { ask, labels } from "./asking.js"
import { keepingSelection } from "./selecting.js"

export const Footnote = Node.create({
  name: "footnote", group: "inline", inline: true, atom: true, selectable: true,
  addAttributes: () => ({
    note: {
      default: "",
      parseHTML: (sign) => sign.getAttribute("data-note"),
      renderHTML: ({ note }) => ({ "data-note": note }),
    },
  }),
  parseHTML: () => [{ tag: "sup[data-note]", priority: 100 }],
  renderHTML: ({ HTMLAttributes }) => ["sup", HTMLAttributes, "*"],
})

// A new note goes behind what is selected and replaces nothing; a selected sign is given its new text.
export async function editFootnote(editor) {
  const { from, to } = editor.state.selection
  const chosen = editor.state.doc.nodeAt(from)
  const sign = chosen?.type.name === "footnote" && to === from + chosen.nodeSize ? chosen : null
  const there = keepingSelection(editor)
  const answer = await ask(labels.footnote, {
    name: "note", label: labels.footnote, value: sign?.attrs.note ?? "",
  })
  const note = answer?.trim()
  if (!note) there().run()
  else if (sign) there().updateAttributes("footnote", { note }).run()
  else there().insertContentAt(to, { type: "footnote", attrs: { note } }).run()
}
