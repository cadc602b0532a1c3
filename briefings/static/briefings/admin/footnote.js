// A footnote is kept where its sign stands: <sup data-note="…">*</sup>. Pages number them when they are shown.
import { Node } from "django-prose-editor/editor"
import { ask, labels } from "./asking.js"

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

export async function editFootnote(editor) {
  const before = editor.isActive("footnote") ? editor.getAttributes("footnote").note : ""
  const answer = await ask(labels.footnote, { name: "note", label: labels.footnote, value: before, long: true })
  const note = answer?.trim()
  if (note) editor.chain().focus().insertContent({ type: "footnote", attrs: { note } }).run()
  else editor.commands.focus()
}
