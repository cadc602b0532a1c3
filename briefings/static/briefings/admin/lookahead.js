// Asks the server what it makes of the form as it stands. Nothing of it is kept there.

// `view` is the rendering that is wanted, "" for none. Answers what the server says; `wait` are the seconds after which
// to ask again. Throws where the answer is no answer: a lost session, a fault, a dead network.
export async function ask(address, form, view, scheme, signal) {
  const body = new FormData(form)
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name)
  body.set("lookahead-view", view)
  body.set("lookahead-scheme", scheme)
  const answer = await fetch(address, { method: "POST", body, signal })
  if (answer.headers.get("Content-Type") !== "application/json") throw new Error(String(answer.status))
  return { ...await answer.json(), wait: answer.status === 429 ? Number(answer.headers.get("Retry-After")) : 0 }
}
