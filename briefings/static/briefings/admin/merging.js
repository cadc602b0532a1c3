// Whoever changes the combined text means it: the answer beside it is chosen.
document.addEventListener("input", (event) => {
  const answer = event.target.closest?.(".both")?.parentElement.querySelector("input[value=both]")
  if (answer) answer.checked = true
})
