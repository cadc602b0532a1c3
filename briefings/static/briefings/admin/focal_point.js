// Click on the picture, or move the mark with the arrow keys, instead of typing the two numbers.
const picture = document.querySelector("[data-focal-point]")
const [across, down] = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`))

if (picture && across && down) {
  const frame = document.createElement("span")
  frame.className = "focal-frame"
  picture.replaceWith(frame)
  const mark = document.createElement("button")
  mark.type = "button"
  mark.className = "focal-mark"
  mark.setAttribute("aria-label", gettext("Focal point: move it with the arrow keys"))
  frame.append(picture, mark)

  const within = (share) => Math.min(1, Math.max(0, share))
  const place = () => {
    mark.style.left = `${within(Number(across.value)) * 100}%`
    mark.style.top = `${within(Number(down.value)) * 100}%`
  }
  const put = (x, y) => {
    across.value = within(x).toFixed(3)
    down.value = within(y).toFixed(3)
    place()
  }
  frame.addEventListener("click", (event) => {
    if (event.detail === 0) return // the mark, pressed by keyboard
    const box = picture.getBoundingClientRect()
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  })
  mark.addEventListener("keydown", (event) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? []
    if (x === undefined) return
    event.preventDefault()
    put(Number(across.value) + x * 0.02, Number(down.value) + y * 0.02)
  })
  for (const field of [across, down]) field.addEventListener("input", place)
  place()
}
