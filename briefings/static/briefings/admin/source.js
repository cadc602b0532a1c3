// Where a bullet is known from: a small line at its end, words or a link.
import { Mark } from "django-prose-editor/editor"
import { dialogue, element, labelled, labels } from "./asking.js"
import { linkField } from "./link_field.js"
import { keepingSelection } from "./selecting.js"

export const Source = Mark.create({
  name: "source", priority: 1100 /* a link stands within it */, inclusive: false, excludes: "bold italic underline strike code subscript superscript source",
  parseHTML: () => [{ tag: "small" }],
  renderHTML: () => ["small", 0],
})

// The bullet or paragraph of the cursor: where its source stands, if it has one, and where it ends.
function place(editor) {
  const { $from } = editor.state.selection
  const end = $from.end()
  let [from, name, href, ref] = [end, "", "", null]
  $from.parent.forEach((node, offset) => {
    if (!node.marks.some((mark) => mark.type.name === "source")) return
    from = Math.min(from, $from.start() + offset)
    name += node.text ?? ""
    const link = node.marks.find((mark) => mark.type.name === "link")
    if (link) ({ href, ref } = link.attrs)
  })
  const before = $from.parent.textBetween(0, from - $from.start(), " ", " ")
  return { from, end, name: name.trim(), href, ref, gap: /\s$/.test(before) || !before ? "" : " " }
}

export async function editSource(editor) {
  const { from, end, name, href, gap } = place(editor)
  const there = keepingSelection(editor)
  const words = element("input", { type: "text", name: "source" })
  words.value = name
  const link = linkField(href)
  const fields = [labelled(labels.sourceName, words), labelled(labels.searchOrAddress, link.field), link.list]
  const answer = await dialogue(labels.source, fields, async () => {
    const where = await link.read()
    return where === undefined ? undefined : { name: words.value.trim(), ...where }
  })
  if (answer === null) return void there().run()
  const said = answer.name || answer.label
  const chain = there().deleteRange({ from, to: end })
  if (said) {
    const marks = [{ type: "source" }]
    if (answer.href) marks.push({ type: "link", attrs: { href: answer.href, ref: answer.ref } })
    const made = [{ type: "text", text: said, marks }]
    chain.insertContentAt(from, gap ? [{ type: "text", text: gap }, ...made] : made)
  }
  chain.unsetMark("link").run()
}
