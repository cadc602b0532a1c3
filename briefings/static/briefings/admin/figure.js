// Pictures of the library inside a text: the text keeps which one (`data-image`), own words for those who do not see it
// (`data-alt`) and an own caption. Sizes, credit and what is not said here come from the library when pages are made.
import { Node } from "django-prose-editor/editor"
import { dialogue, element, labelled, labels, searching } from "./asking.js"
import { keepingSelection } from "./selecting.js"

const thumbnail = (image) => labels.addresses.thumbnail.replace("/0/", `/${image}/`)

export const LibraryFigure = Node.create({
  name: "libraryFigure", group: "block", content: "caption", isolating: true, selectable: true, draggable: true,
  addAttributes: () => ({
    image: {
      parseHTML: (figure) => figure.getAttribute("data-image"),
      renderHTML: ({ image }) => ({ "data-image": image }),
    },
    alt: {
      default: "",
      parseHTML: (figure) => figure.getAttribute("data-alt") ?? "",
      renderHTML: ({ alt }) => (alt ? { "data-alt": alt } : {}),
    },
  }),
  parseHTML: () => [{ tag: "figure[data-image]", priority: 70 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
  addNodeView: () => ({ node }) => {
    const picture = element("img", { src: thumbnail(node.attrs.image), alt: node.attrs.alt, contenteditable: "false" })
    const inside = element("div", { "data-hint": labels.captionHere })
    const dom = element("figure", { class: "library-figure" }, picture, inside)
    const update = (next) => {
      if (next.type !== node.type) return false
      const src = thumbnail(next.attrs.image)
      if (picture.getAttribute("src") !== src) picture.setAttribute("src", src)
      picture.alt = next.attrs.alt
      inside.classList.toggle("is-empty", next.textContent === "")
      return true
    }
    update(node)
    return { dom, contentDOM: inside, update }
  },
})

// The picture in which the cursor stands, and its place, or null.
function here(editor) {
  const { $from, node } = editor.state.selection
  if (node?.type.name === "libraryFigure") return { node, pos: $from.pos }
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name === "libraryFigure") return { node: $from.node(depth), pos: $from.before(depth) }
  }
  return null
}

export async function editFigure(editor) {
  const found = here(editor)
  const to = editor.state.selection.to
  const there = keepingSelection(editor)
  const answer = await choosePicture(found?.node.attrs ?? { image: "", alt: "" })
  if (answer === null) return void there().run()
  if (found) {
    there().command(({ tr }) => {
      tr.setNodeMarkup(found.pos, undefined, answer)
      return true
    }).run()
  } else {
    there().insertContentAt(to, { type: "libraryFigure", attrs: answer, content: [{ type: "caption" }] }).run()
  }
}

function choosePicture({ image, alt }) {
  const search = element("input", { type: "search", name: "q", autocomplete: "off" })
  const choices = element("div", { class: "picture-choices" })
  const alternative = element("input", { type: "text", name: "alt", maxlength: "300" })
  const words = labelled(labels.ownAlt, alternative)
  const problem = element("p", { class: "errornote", role: "alert", hidden: "" }, labels.choosePicture)
  alternative.value = alt
  const chosen = () => choices.querySelector("input:checked")
  const show = (results) => {
    choices.replaceChildren(...(results.length ? results.map((one) => choiceOf(one, image)) : [labels.nothingFound]))
    if (chosen()) alternative.placeholder = chosen().dataset.alt
  }
  choices.addEventListener("change", () => {
    image = chosen().value
    alternative.placeholder = chosen().dataset.alt
    problem.hidden = true
  })
  const group = element("fieldset", {}, element("legend", {}, labels.library), choices)
  const asked = dialogue(labels.picture, [labelled(labels.searchPictures, search), group, words, problem], () => {
    if (image) return { image, alt: alternative.value.trim() }
    problem.hidden = false
    return undefined
  })
  searching(search, labels.addresses.pictures, show)
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault() // it searches; the button applies
  })
  search.focus()
  return asked
}

function choiceOf({ id, title, alt, credit }, image) {
  const radio = element("input", { type: "radio", name: "image", value: id, "data-alt": alt })
  radio.checked = String(id) === String(image)
  return element("label", {}, radio, element("img", { src: thumbnail(id), alt: "", loading: "lazy" }),
    element("span", {}, title), ...(credit ? [element("small", {}, credit)] : []))
}
