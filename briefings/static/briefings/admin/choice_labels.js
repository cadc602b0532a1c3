// The boxes that select2 puts in place of a select have no name for screen readers: they get that of the field.
const labelOf = (field) => field.getAttribute("aria-label") || field.labels?.[0]?.textContent.replace(/:$/, "").trim() || field.name

function name(field) {
  const shown = field.nextElementSibling
  if (!shown?.classList.contains("select2")) return
  const label = labelOf(field)
  for (const box of shown.querySelectorAll("[role=combobox],[role=searchbox],[role=textbox],.select2-search__field")) {
    box.removeAttribute("aria-labelledby")
    box.setAttribute("aria-label", [label, field.multiple ? "" : field.selectedOptions[0]?.textContent].filter(Boolean).join(": "))
  }
}

function nameIn(place) {
  for (const field of place.querySelectorAll("select.admin-autocomplete")) {
    if (field.id.includes("__prefix__")) continue
    name(field)
    window.django?.jQuery(field).off("change.label").on("change.label", () => name(field))
  }
}

const soon = (place) => setTimeout(() => nameIn(place))
window.django?.jQuery(() => soon(document))
document.addEventListener("formset:added", (event) => soon(event.target))
window.django?.jQuery(document).on("select2:open", (event) => {
  document.querySelector(".select2-container--open .select2-dropdown .select2-search__field")?.setAttribute("aria-label", labelOf(event.target))
  document.querySelector(".select2-container--open .select2-results__options")?.setAttribute("aria-label", labelOf(event.target))
})
