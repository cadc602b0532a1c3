// What word processors put on the clipboard, mended before the editor reads it: real lists for drawn ones, real
// footnotes for links to the end of the document, and no pictures that live on the writer's own disk.
import { Extension, Plugin } from "django-prose-editor/editor"

export const Paste = Extension.create({
  name: "newsroomPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: mended } })],
})

export function mended(html) {
  const page = new DOMParser().parseFromString(html.replace(/<!\[(?:if|endif)[^>]*>/g, ""), "text/html")
  if (/mso-|MsoNormal|urn:schemas-microsoft-com/.test(html)) {
    mendFootnotes(page)
    mendLists(page)
  }
  for (const picture of page.querySelectorAll("img:not([src^='/media/'])")) picture.remove()
  for (const link of page.querySelectorAll("a[href^='#'],a[href^='file:']")) link.replaceWith(...link.childNodes)
  for (const heading of page.querySelectorAll("h1,h2")) rename(heading, "h3")
  return page.body.innerHTML
}

function mendFootnotes(page) {
  const notes = new Map()
  for (const note of page.querySelectorAll("[style*='mso-element:footnote'],[style*='mso-element:endnote']")) {
    const anchor = note.querySelector("a[name^='_ftn'],a[name^='_edn']")
    if (!anchor) continue
    notes.set(anchor.getAttribute("name"), note.textContent.replace(/^\s*\[?\w+\]?\s*/, "").trim())
    note.remove()
  }
  for (const link of page.querySelectorAll("a[href*='#_ftn'],a[href*='#_edn']")) {
    const sign = page.createElement("sup")
    sign.dataset.note = notes.get(link.getAttribute("href").split("#")[1]) ?? ""
    sign.textContent = "*"
    if (sign.dataset.note) link.replaceWith(sign)
    else link.remove()
  }
}

function mendLists(page) {
  let list = null
  for (const line of page.querySelectorAll("p[class*='MsoListParagraph'],p[style*='mso-list']")) {
    const mark = line.querySelector("[style*='mso-list:Ignore'],[style*='mso-list: Ignore']")
    const tag = mark && /^\s*(?:\d+|[a-z])[.)]/i.test(mark.textContent) ? "ol" : "ul"
    mark?.remove()
    if (list?.localName !== tag || list.nextElementSibling !== line) {
      list = page.createElement(tag)
      line.before(list)
    }
    const item = page.createElement("li")
    const text = page.createElement("p")
    text.append(...line.childNodes)
    item.append(text)
    list.append(item)
    line.remove()
  }
}

function rename(old, tag) {
  const made = old.ownerDocument.createElement(tag)
  made.append(...old.childNodes)
  old.replaceWith(made)
}
