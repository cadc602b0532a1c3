// The selection, at the moment that matters. The browser tells of a new selection by an event that comes after the keys
// that were pressed meanwhile, and a dialogue takes the focus and with it the selection on the screen.
import { Extension, Plugin } from "django-prose-editor/editor"

// The editor reads the browser's selection now, as it would when the event comes.
export const catchUp = () => document.dispatchEvent(new Event("selectionchange"))

export const Selecting = Extension.create({
  name: "newsroomSelecting",
  addProseMirrorPlugins: () => [
    new Plugin({ props: { handleDOMEvents: { keydown: (view) => {
      if (!view.composing) catchUp()
      return false
    } } } }),
  ],
})

// Returns what begins a chain of commands where the selection is now, however long the answer takes.
export function keepingSelection(editor) {
  const kept = editor.state.selection.getBookmark()
  return () => {
    editor.view.focus() // at once; the command of that name waits for the next frame
    return editor.chain().scrollIntoView().command(({ tr }) => {
      tr.setSelection(kept.resolve(tr.doc))
      return true
    })
  }
}
