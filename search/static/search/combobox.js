// Suggestions below the search boxes: the combobox pattern with a list (WAI-ARIA Authoring Practices, “Editable
// Combobox With List Autocomplete”). Without this script the form searches just the same.
const WAIT = 120, SHORTEST = 2;

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.form = input.form;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `suggestions-${number}`, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.form.dataset.suggestions);
    this.status = document.createElement("p");
    this.status.className = "hidden";
    this.status.setAttribute("role", "status");
    input.after(this.list);
    this.form.append(this.status);
    const attributes = {
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id, "aria-keyshortcuts": "/",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    // The box keeps its focus, and a finger may scroll the list: only the whole click chooses. Were the list gone
    // before, it would meet what lies below.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < SHORTEST && !/[\uac00-\ud7a3\u4e00-\u9fff]/.test(typed)) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.form.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: this.asking.signal, headers: { Accept: "application/json" },
      });
      if (answer.ok && this.input.value.trim() === typed) this.show(await answer.json());
    } catch (problem) {
      if (problem.name !== "AbortError") this.close();
    }
  }

  show({ words, names, titles }) {
    const options = [
      ...words.map((word) => ({ label: word })),
      ...names, ...titles,
    ].map((found, number) => this.option(found, number));
    this.list.replaceChildren(...options);
    this.selected = -1;
    this.list.hidden = !options.length || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = this.list.hidden ? "" : this.form.dataset.found.replace("#", options.length);
  }

  option({ label, url, kind_label: kind }, number) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.append(label);
    if (kind) {
      const span = document.createElement("span");
      span.textContent = kind;
      item.append(" ", span);
    }
    if (url) item.dataset.url = url;
    item.dataset.label = label;
    return item;
  }

  key(event) {
    const options = [...this.list.children];
    if (event.isComposing) return; // a Hangul syllable is being put together
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than options: none chosen, back in the text.
      this.choose(((this.selected + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === "Enter" && !this.list.hidden && this.selected >= 0) {
      event.preventDefault();
      this.take(options[this.selected]);
    }
  }

  choose(number) {
    this.selected = number;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
    const item = this.list.children[number];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  take(option) {
    if (option.dataset.url) {
      location.assign(option.dataset.url);
    } else {
      this.input.value = option.dataset.label;
      this.close();
      this.form.requestSubmit();
    }
  }

  open() {
    if (!this.list.children.length) return;
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.asking?.abort();
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.selected = -1;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("form[data-suggest] input[type=search]").forEach((input, number) => new Suggestions(input, number));

document.addEventListener("keydown", (event) => {
  const target = event.target;
  const writing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = document.querySelector("form[data-suggest] input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
});
