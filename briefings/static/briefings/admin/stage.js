// The frame that renderings are shown in. Its document runs nothing; what it shows is written into it from here, so that
// an update neither loads the frame anew nor loses the place the writer has scrolled to.
const PAPER = 794 // pixels: the width of A4
const conditions = new WeakMap()

export class Stage {
  constructor(frame, box) {
    this.frame = frame
    this.box = box
    this.head = ""
    this.look = { scheme: "light", printing: false }
    this.ready = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }))
    frame.src = frame.dataset.src
    new ResizeObserver(() => this.fit()).observe(box)
  }

  get document() { return this.frame.contentDocument }

  async show(html, look) {
    await this.ready
    this.look = look
    const shown = this.document
    // The parser of the frame: that of this page would hold mails to this page's policy, which knows no style attributes.
    const read = new this.frame.contentWindow.DOMParser().parseFromString(html, "text/html")
    for (const script of read.querySelectorAll("script")) script.remove()
    const head = [...read.head.querySelectorAll("link[rel=stylesheet], style")].map((sheet) => sheet.outerHTML).join("")
    const root = shown.documentElement
    for (const name of ["lang", "dir"]) root.setAttribute(name, read.documentElement.getAttribute(name) ?? "")
    if (head !== this.head) {
      this.head = head
      shown.head.innerHTML = `<base target="_blank">${head}`
      for (const link of shown.querySelectorAll("link")) link.addEventListener("load", () => this.adapt())
    }
    shown.body.innerHTML = read.body.innerHTML
    for (const { name } of [...shown.body.attributes]) shown.body.removeAttribute(name)
    for (const { name, value } of read.body.attributes) shown.body.setAttribute(name, value)
    for (const link of shown.body.querySelectorAll("a[href^='#']")) link.target = "_self"
    this.adapt()
    this.fit()
  }

  // Sheets ask for the reader's theme and for paper: here what was chosen answers.
  adapt() {
    const { scheme, printing } = this.look
    const answer = (question) => question
      .replace(/\(prefers-color-scheme:\s*(dark|light)\)/g, (_all, asked) => asked === scheme ? "(min-width: 0px)" : "(max-width: 0px)")
      .replace(/\bprint\b/g, printing ? "all" : "print")
    this.document.documentElement.style.colorScheme = scheme
    for (const link of this.document.querySelectorAll("link[media]")) {
      link.dataset.media ??= link.media
      const media = answer(link.dataset.media)
      if (link.media !== media) link.media = media
    }
    for (const sheet of this.document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (!rule.media || rule.styleSheet) continue
        if (!conditions.has(rule)) conditions.set(rule, rule.media.mediaText)
        rule.media.mediaText = answer(conditions.get(rule))
      }
    }
  }

  // As wide as the device that was chosen, made smaller where the pane is narrower.
  fit() {
    const room = this.box.clientWidth
    if (!room) return
    const wide = this.look.printing ? PAPER : this.look.width || room
    const scale = Math.min(1, room / wide)
    Object.assign(this.frame.style, {
      width: `${wide}px`, height: `${this.box.clientHeight / scale}px`, transform: scale < 1 ? `scale(${scale})` : "none",
    })
  }

  // To the part with this key or heading; in a plain text to the line.
  scrollTo(key, heading) {
    const shown = this.document
    const place = (key && shown.getElementById(key)) ||
      (heading && [...shown.querySelectorAll("h2, h3, h4")].find((one) => one.textContent.trim() === heading))
    if (place) return this.toTop(place.getBoundingClientRect().top)
    const text = shown.querySelector("pre.plain")?.firstChild
    const start = heading && text ? text.data.indexOf(`\n${heading}\n`) : -1
    if (start < 0) return undefined
    const range = shown.createRange()
    range.setStart(text, start + 1)
    range.setEnd(text, start + 2)
    return this.toTop(range.getBoundingClientRect().top)
  }

  toFigure() {
    const figure = this.document.querySelector(".publication-figure, .picture")
    if (figure) this.toTop(figure.getBoundingClientRect().top)
  }

  toTop(top) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.frame.contentWindow.scrollBy({ top: top - 16, behavior: still ? "instant" : "smooth" })
  }

  toStart() { this.frame.contentWindow.scrollTo({ top: 0 }) }
}
