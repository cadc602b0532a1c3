// What word processors put on the clipboard, mended before the editor reads it: real lists for drawn ones, real
// footnotes for links to the end of the document, and no pictures that live on the writer's own disk.
import { Extension, Plugin } from "django-prose-editor/editor"

export const Paste = Extension.create({
  name: "newsroomPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: mended } })],
})

export function mended(html) {
  // Styles are read as data: the content security policy complains of every style attribute that is parsed.
  const plain = html.replace(/<!\[(?:if|endif)[^>]*>/g, "").replace(/(<[a-z][^>]*?\s)style\s*=/gi, "$1data-style=")
  const page = new DOMParser().parseFromString(plain, "text/html")
  if (/mso-|MsoNormal|urn:schemas-microsoft-com/.test(html)) {
    mendFootnotes(page)
    mendLists(page)
  }
  mendStyles(page)
  for (const picture of page.querySelectorAll("img:not([src^='/media/'])")) picture.remove()
  for (const link of page.querySelectorAll("a[href^='#'],a[href^='file:']")) link.replaceWith(...link.childNodes)
  for (const heading of page.querySelectorAll("h1,h2")) rename(heading, "h3")
  return page.body.innerHTML
}

// Some say bold and italic by style alone, and wrap everything in a <b> that is not bold.
function mendStyles(page) {
  for (const styled of page.querySelectorAll("[data-style]")) {
    const weight = /font-weight:\s*(\w+)/.exec(styled.dataset.style)?.[1]
    const slanted = /font-style:\s*italic/.test(styled.dataset.style)
    styled.removeAttribute("data-style")
    if (styled.matches("b,strong") && /^(?:normal|[1-4]00)$/.test(weight)) styled.replaceWith(...styled.childNodes)
    else if (styled.matches("span")) {
      if (slanted) wrap(styled, "em")
      if (/^(?:bold|[6-9]00)$/.test(weight)) wrap(styled, "strong")
    }
  }
}

function mendFootnotes(page) {
  const notes = new Map()
  for (const note of page.querySelectorAll("[data-style*='mso-element:footnote'],[data-style*='mso-element:endnote']")) {
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
  for (const line of page.querySelectorAll("p[class*='MsoListParagraph'],p[data-style*='mso-list']")) {
    const mark = line.querySelector("[data-style*='mso-list:Ignore'],[data-style*='mso-list: Ignore']")
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

function wrap(parent, tag) {
  const made = parent.ownerDocument.createElement(tag)
  made.append(...parent.childNodes)
  parent.append(made)
}
