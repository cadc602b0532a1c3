// A spelling in a field put right wherever it stands there, as one step that can be undone: in a plain field and in an
// editor of texts alike.
const WORD = "[\\p{L}\\p{N}_]"
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")

// Where `written` stands in `text`, as the check finds it: words of its own, and no part of the preferred form. A Korean
// word may go on with a particle.
export function places(text, written, preferred) {
  const end = /[가-힣]/.test(written) ? "" : `(?!${WORD})`
  const pattern = new RegExp(`(?<!${WORD})(?:${escaped(preferred)}|(${escaped(written)})${end})`, "gu")
  return [...text.matchAll(pattern)].filter((found) => found[1]).map((found) => found.index)
}

export function replaceInField(field, written, preferred) {
  const found = places(field.value, written, preferred)
  if (!found.length) return
  let text = field.value
  for (const at of found.reverse()) text = text.slice(0, at) + preferred + text.slice(at + written.length)
  field.focus()
  field.scrollIntoView({ block: "center" })
  field.select()
  // Deprecated and without successor: the only way to change a field that the browser's own undo knows of.
  if (!document.execCommand("insertText", false, text)) {
    field.value = text
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

export function replaceInEditor(editor, written, preferred) {
  editor.view.focus()
  editor.view.dom.scrollIntoView({ block: "center" })
  editor.commands.command(({ tr }) => {
    const found = []
    tr.doc.descendants((node, pos) => {
      if (!node.isTextblock) return true
      const text = node.textBetween(0, node.content.size, undefined, "\ufffc") // a sign for each leaf: places are positions
      for (const at of places(text, written, preferred)) found.push(pos + 1 + at)
      return false
    })
    for (const from of found.reverse()) tr.insertText(preferred, from, from + written.length)
    return found.length > 0
  })
}
