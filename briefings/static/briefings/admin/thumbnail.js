// Shows the picture that is chosen in a field with data-thumbnail, the address of a thumbnail with 0 for its id.
for (const field of document.querySelectorAll("select[data-thumbnail]")) {
  const picture = document.createElement("img")
  picture.className = "thumbnail chosen"
  const show = () => {
    picture.hidden = !field.value
    picture.alt = field.selectedOptions[0]?.textContent ?? ""
    if (field.value) picture.src = field.dataset.thumbnail.replace("/0/", `/${field.value}/`)
  }
  field.closest(".form-row")?.append(picture)
  // select2 tells jQuery alone.
  window.django?.jQuery(field).on("change", show)
  show()
}
