// What each kind of editor can hold. Prose: the structure that the sanitiser keeps. Bullets: one list, nothing else.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Italic, Link, ListItem, Node, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell,
  TableHeader, TableRow, Text, mergeAttributes,
} from "django-prose-editor/editor"
import { Footnote } from "./footnote.js"
import { Paste } from "./paste.js"

const links = Link.extend({
  addKeyboardShortcuts: () => ({}), // Mod-k is the toolbar's
}).configure({ enableTarget: false, autolink: true, linkOnPaste: true, defaultProtocol: "https",
  protocols: ["http", "https", "mailto", "tel"] })

const inline = [Text, Bold, Italic, Strike, Subscript, Superscript, HardBreak, links, Footnote]
const common = [History, Dropcursor, Paste]

// Pictures placed in a text before (by an import) stay where they are; new ones are the picture of the briefing.
const Picture = Node.create({
  name: "picture", group: "inline", inline: true, atom: true,
  addAttributes: () => ({ src: {}, alt: { default: "" }, width: { default: null }, height: { default: null } }),
  parseHTML: () => [{ tag: "img[src^='/media/'],img[src^='/static/']" }],
  renderHTML: ({ HTMLAttributes }) => ["img", mergeAttributes(HTMLAttributes)],
})

const OneList = Node.create({
  name: "bulletList", content: "listItem+",
  parseHTML: () => [{ tag: "ul" }, { tag: "ol" }],
  renderHTML: ({ HTMLAttributes }) => ["ul", mergeAttributes(HTMLAttributes), 0],
})
// A bullet is a line of its own, so Enter makes the next one and there is nothing to indent.
const Bullet = Node.create({
  name: "listItem", content: "inline*", defining: true,
  parseHTML: () => [{ tag: "li" }],
  renderHTML: ({ HTMLAttributes }) => ["li", mergeAttributes(HTMLAttributes), 0],
})

export const extensions = {
  prose: [
    Document, Paragraph, ...inline, Picture, Heading.configure({ levels: [3, 4] }), BulletList, OrderedList, ListItem,
    Blockquote, HorizontalRule, Table.configure({ resizable: false }), TableRow, TableCell, TableHeader, Gapcursor,
    ...common,
  ],
  bullets: [Document.extend({ content: "bulletList" }), OneList, Bullet, ...inline, ...common],
}
