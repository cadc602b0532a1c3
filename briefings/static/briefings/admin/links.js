// Links: an address, or a reference to something of ours (`data-ref`), which readers get as what it is then.
import { Link } from "django-prose-editor/editor"
import { dialogue, labelled, labels } from "./asking.js"
import { linkField } from "./link_field.js"
import { keepingSelection } from "./selecting.js"

export const links = Link.extend({
  inclusive: false, // what is typed behind a link is not part of it
  addKeyboardShortcuts: () => ({}), // Mod-k is the toolbar's
  addAttributes() {
    return {
      ...this.parent?.(),
      ref: {
        default: null,
        parseHTML: (link) => link.getAttribute("data-ref"),
        renderHTML: ({ ref }) => (ref ? { "data-ref": ref } : {}),
      },
    }
  },
}).configure({ enableTarget: false, autolink: true, linkOnPaste: true, openOnClick: false, defaultProtocol: "https",
  protocols: ["http", "https", "mailto", "tel"] })

// Where nothing is selected the words of what was chosen are put in.
export async function editLink(editor) {
  const before = editor.getAttributes("link").href ?? ""
  const { $from, empty } = editor.state.selection
  const there = keepingSelection(editor)
  const { field, list, read } = linkField(before)
  const asked = dialogue(labels.link, [labelled(labels.searchOrAddress, field), list], read)
  field.select()
  const answer = await asked
  if (answer === null) return void there().run()
  const { href, ref, label } = answer
  const chain = there()
  if (empty && !before) {
    const gap = /\S$/.test($from.parent.textBetween(0, $from.parentOffset, " ", " ")) ? [{ type: "text", text: " " }] : []
    const made = { type: "text", text: label, marks: [{ type: "link", attrs: { href, ref } }] }
    if (href) chain.insertContent([...gap, made]).run()
    return
  }
  chain.extendMarkRange("link")
  if (href) chain.setMark("link", { href, ref }).run()
  else chain.unsetLink().run()
}
