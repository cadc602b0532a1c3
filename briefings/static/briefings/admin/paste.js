// What word processors put on the clipboard, mended before the editor reads it: real lists for drawn ones, real
// footnotes for links to the end of the document, and no pictures that live on the writer's own disk.
import { Extension, Plugin } from "django-prose-editor/editor"

export const Paste = Extension.create({
  name: "newsroomPaste",
  addProseMirrorPlugins: () => [new Plugin({ props: { transformPastedHTML: mended } })],
})

export function mended(html) {
  const page = new DOMParser().parseFromString(inert(html), "text/html")
  if (/mso-|MsoNormal|urn:schemas-microsoft-com/.test(html)) {
    mendFootnotes(page)
    mendHeadings(page)
    mendLists(page)
  }
  mendNesting(page)
  mendStyles(page)
  for (const picture of page.querySelectorAll("img:not([src^='/media/'])")) picture.remove()
  for (const aligned of page.querySelectorAll("[align]")) aligned.removeAttribute("align")
  mendEmpty(page)
  for (const link of page.querySelectorAll("a[href^='#'],a[href^='file:']")) link.replaceWith(...link.childNodes)
  for (const heading of page.querySelectorAll("h1,h2")) rename(heading, "h3")
  return page.body.innerHTML
}

// Comments go first: Word's hold drawings, and end in what it also writes outside of them. Styles become data, and so do
// handlers: the content security policy complains of every one that is parsed.
function inert(html) {
  return html.replace(/<!--[\s\S]*?-->/g, "").replace(/<!\[(?:if|endif)[^>]*>/g, "")
    .replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="))
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

// Word draws its lists: each paragraph says its level, and its mark is text that is to be ignored.
function mendLists(page) {
  let open = [] // the lists that stand open, the outermost first
  for (const line of page.querySelectorAll("p[class*='MsoListParagraph'],p[data-style*='mso-list']")) {
    const style = line.dataset.style ?? ""
    const mark = line.querySelector("[data-style*='mso-list:Ignore'],[data-style*='mso-list: Ignore']")
    if (!mark && !/mso-list:\s*l\d/.test(style)) continue // only indented like a list
    const tag = mark && /^[\s(]*(?:\d+|[a-z]{1,4})[.)]/i.test(mark.textContent) ? "ol" : "ul"
    const level = Number(/mso-list:[^;]*level(\d)/.exec(style)?.[1] ?? 1)
    mark?.remove()
    if (open[0]?.list.nextElementSibling !== line) open = []
    while (open.length && (open.at(-1).level > level || (open.at(-1).level === level && open.at(-1).list.localName !== tag))) open.pop()
    if (open.at(-1)?.level !== level) open.push({ level, list: begun(page, tag, line, open.at(-1)?.list) })
    const item = page.createElement("li")
    const text = page.createElement("p")
    text.append(...line.childNodes)
    item.append(text)
    open.at(-1).list.append(item)
    line.remove()
  }
}

function begun(page, tag, line, above) {
  const list = page.createElement(tag)
  if (above) above.lastElementChild.append(list)
  else line.before(list)
  return list
}

// A heading that is numbered keeps its number, as text of its own.
function mendHeadings(page) {
  for (const mark of page.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) [data-style*='mso-list:Ignore']")) {
    mark.replaceWith(`${mark.textContent.trim()} `)
  }
}

// What only made room: tables that framed a picture, and paragraphs with nothing in them.
function mendEmpty(page) {
  const isEmpty = (place) => !place.textContent.trim() && !place.querySelector("img,sup[data-note]")
  for (const table of page.querySelectorAll("table")) if (isEmpty(table)) table.remove()
  for (const paragraph of page.querySelectorAll("body > p, body > div > p")) if (isEmpty(paragraph)) paragraph.remove()
}

// Others put a list that is nested beside its bullet instead of into it.
function mendNesting(page) {
  for (const list of page.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling
    if (item?.localName === "li") item.append(list)
    else list.replaceWith(...list.childNodes)
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
