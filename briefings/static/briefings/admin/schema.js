// What each kind of editor can hold. Prose: the structure that the sanitiser keeps. Bullets: one list, nothing else.
import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Italic, ListItem, Node, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell,
  TableHeader, TableRow, Text, Underline, mergeAttributes,
} from "django-prose-editor/editor"
import { LibraryFigure } from "./figure.js"
import { Footnote } from "./footnote.js"
import { links } from "./links.js"
import { Paste } from "./paste.js"
import { Source } from "./source.js"

// A quotation of others, or one of the text's own sentences set large.
const Quotation = Blockquote.extend({
  addAttributes: () => ({
    pull: {
      default: false,
      parseHTML: (quotation) => quotation.hasAttribute("data-pull"),
      renderHTML: ({ pull }) => (pull ? { "data-pull": "" } : {}),
    },
  }),
})

const inline = [Text, Bold, Italic, Underline, Strike, Code, Subscript, Superscript, HardBreak, Source, links, Footnote]
const common = [History, Dropcursor, Paste]

const source = () => ({ src: {}, alt: { default: "" }, width: { default: null }, height: { default: null } })
const OWN = "img[src^='/media/'],img[src^='/static/']"
// Pictures placed in a text before (by an import) stay where they are; new ones are the picture of the briefing.
const Picture = Node.create({
  name: "picture", group: "inline", inline: true, atom: true,
  addAttributes: source,
  parseHTML: () => [{ tag: OWN }],
  renderHTML: ({ HTMLAttributes }) => ["img", mergeAttributes(HTMLAttributes)],
})

const FigurePicture = Node.create({
  name: "figurePicture", atom: true, addAttributes: source,
  parseHTML: () => [{ tag: OWN, context: "figure/", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["img", mergeAttributes(HTMLAttributes)],
})
const Caption = Node.create({
  name: "caption", content: "inline*", defining: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
})
const Figure = Node.create({
  name: "figure", group: "block", content: "figurePicture* caption?", isolating: true,
  parseHTML: () => [{ tag: "figure" }],
  renderHTML: () => ["figure", 0],
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
    Document, Paragraph, ...inline, Picture, Figure, FigurePicture, LibraryFigure, Caption, CodeBlock, Heading.configure({ levels: [3, 4, 5] }), BulletList, OrderedList, ListItem,
    Quotation, HorizontalRule, Table.configure({ resizable: false }), TableRow, TableCell, TableHeader, Gapcursor,
    ...common,
  ],
  bullets: [Document.extend({ content: "bulletList" }), OneList, Bullet, ...inline, ...common],
}
