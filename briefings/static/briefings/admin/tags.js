// Offers existing tags for the last of the comma-separated ones that are being typed.
const field = document.querySelector("input[data-tags]")

if (field) {
  const list = document.createElement("datalist")
  list.id = `${field.id}-known`
  field.after(list)
  field.setAttribute("list", list.id)
  field.autocomplete = "off"
  let asked = 0
  field.addEventListener("input", async () => {
    const [, before, begins] = /^(.*,\s*)?([^,]*)$/s.exec(field.value)
    const turn = ++asked
    if (!begins.trim()) return list.replaceChildren()
    const answer = await fetch(`${field.dataset.tags}?${new URLSearchParams({ begins: begins.trim() })}`)
    if (!answer.ok || turn !== asked) return
    const { tags } = await answer.json()
    list.replaceChildren(...tags.map((name) => new Option("", `${before ?? ""}${name}`)))
  })
}
