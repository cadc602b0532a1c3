// The text as this browser last saw it, for when the server cannot be reached: one copy a form that is open.
import { place } from "./session.js"

const OWN = `newsroom.unsaved.${place?.dataset.user}.${place?.dataset.piece}.`

// Keeps `entries` ([name, value] pairs); false when the browser has no room or wants to keep nothing.
export function keep(key, entries) {
  try {
    localStorage.setItem(OWN + key, JSON.stringify({ at: Date.now(), entries }))
    return true
  } catch {
    return false
  }
}

export function drop(key) {
  try { localStorage.removeItem(OWN + key) } catch { /* nothing was kept */ }
}

// What was left behind: [{ key, at, entries }], newest first.
export function left() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(OWN))
      .map((name) => ({ key: name.slice(OWN.length), ...JSON.parse(localStorage.getItem(name)) }))
      .sort((a, b) => b.at - a.at)
  } catch {
    return []
  }
}
