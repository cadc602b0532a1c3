// Files dropped on the form, or chosen in its field, go up one by one, each with its progress and what became of it.
const form = document.querySelector("form[data-upload]")

if (form) {
  const field = form.querySelector("input[type=file]")
  const list = form.querySelector("[data-files]")
  const said = form.querySelector("[data-said]")
  const next = form.querySelector("[data-next]")
  const words = form.dataset
  const counts = { done: 0, known: 0, refused: 0 }
  const described = []
  let queue = Promise.resolve()
  let waiting = 0

  form.querySelector("button[type=submit]").hidden = true

  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
    made.append(...children)
    return made
  }

  const line = (file) => {
    const bar = element("progress", { max: 1, value: 0, "aria-label": file.name })
    const state = element("span", { class: "state-of-file" }, words.waiting)
    list.hidden = false
    list.append(element("li", {}, element("span", { class: "name" }, file.name), bar, state))
    return { bar, state }
  }

  const send = (file, bar) => new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const data = new FormData()
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    data.append("files", file)
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total })
    request.addEventListener("load", () => {
      let answer = null
      try { answer = JSON.parse(request.responseText) } catch { /* a page: the session has ended, or the server failed */ }
      resolve(answer ?? { error: words.failed })
    })
    for (const name of ["error", "abort"]) request.addEventListener(name, () => resolve({ error: words.failed }))
    request.open("POST", form.action)
    request.setRequestHeader("Accept", "application/json")
    request.responseType = "text"
    request.send(data)
  })

  const tell = ({ bar, state }, answer) => {
    bar.remove()
    if (answer.error) {
      counts.refused += 1
      state.classList.add("refused")
      state.textContent = answer.error
    } else {
      counts[answer.known ? "known" : "done"] += 1
      if (!answer.known) described.push(answer.id)
      state.replaceChildren(element("a", { href: answer.url }, answer.title), ` ${answer.known ? words.known : words.done}`)
    }
  }

  const finished = () => {
    said.textContent = words.summary.replace("{done}", counts.done).replace("{known}", counts.known).replace("{refused}", counts.refused)
    if (!described.length) return
    const link = next.querySelector("a")
    link.href = `${words.describe}?ids=${described.join(",")}`
    next.hidden = false
    if (form.contains(document.activeElement) || document.activeElement === document.body) link.focus()
  }

  const take = (files) => {
    for (const file of files) {
      const shown = line(file)
      waiting += 1
      queue = queue.then(async () => {
        const answer = file.size > Number(words.most) ? { error: words.tooLarge } : await send(file, shown.bar)
        tell(shown, answer)
        waiting -= 1
        if (!waiting) finished()
      })
    }
  }

  field.addEventListener("change", () => {
    take([...field.files])
    field.value = ""
  })
  form.addEventListener("submit", (event) => event.preventDefault())
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => {
    event.preventDefault()
    form.classList.add("is-over")
  })
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"))
  form.addEventListener("drop", (event) => {
    event.preventDefault()
    take([...event.dataTransfer.files])
  })
  // A page is left with files still on their way only on purpose.
  window.addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault() })
}
