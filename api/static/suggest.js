// Offers concepts while a name is typed, as the combobox pattern of ARIA has it. What it does, a form does too.
//
// An input with `data-suggest` (where to ask) gets it. To choose an offer fires "choose" at the input, with the concept
// as `detail`; unless that is prevented, the concept is opened below `data-open`, or else its name is filled in.
const WAIT = 120; // milliseconds without a key before asking
const MOST = 8;

let count = 0;

const element = (name, attributes, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const combobox = (input) => {
  const id = `offers-${(count += 1)}`;
  const list = element("ul", { id, class: "offers", role: "listbox", "aria-label": "Concepts", hidden: "" });
  const status = element("p", { class: "unseen", role: "status" });
  const lang = input.form?.elements.lang?.value;
  let offers = [];
  let active = -1;
  let timer = 0;
  let asking = new AbortController();

  const set = (name, value) => input.setAttribute(name, value);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id]]) set(name, value);

  const close = () => {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    active = -1;
    set("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const select = (place) => {
    list.children[active]?.removeAttribute("aria-selected");
    active = (place + offers.length) % offers.length;
    const option = list.children[active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    set("aria-activedescendant", option.id);
  };

  const choose = (concept) => {
    close();
    status.textContent = "";
    if (!input.dispatchEvent(new CustomEvent("choose", { bubbles: true, cancelable: true, detail: concept }))) return;
    if (input.dataset.open) {
      window.location.assign(input.dataset.open + concept.id + (lang ? `?lang=${encodeURIComponent(lang)}` : ""));
    } else {
      input.value = concept.label;
    }
  };

  const option = ({ concept, matched, role }, place) => {
    const other = role === "also" ? matched : "";
    const name = element("span", { lang: concept.lang, dir: "auto" }, concept.label);
    const remark = element("span", { class: "small" }, other || concept.kind.replaceAll("-", " "));
    const made = element("li", { id: `${id}-${place}`, role: "option" }, name, " ", remark);
    made.addEventListener("click", () => choose(concept));
    return made;
  };

  const show = (items) => {
    offers = items;
    list.replaceChildren(...items.map(option));
    list.hidden = items.length === 0;
    active = -1;
    set("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = items.length ? `${items.length} offered: choose with the arrow keys` : "Nothing is called so";
  };

  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const fields = new URLSearchParams({ q: input.value.trim(), limit: MOST, ...(lang && { lang }) });
    try {
      const reply = await fetch(`${input.dataset.suggest}?${fields}`, { signal: asking.signal });
      if (reply.ok) show((await reply.json()).items);
    } catch {
      // the page works without offers
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim()) timer = setTimeout(ask, WAIT);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offers.length && !event.altKey) {
      if (open) select(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
      else if (input.value.trim()) show(offers);
    } else if (event.key === "Enter" && open && active >= 0) {
      choose(offers[active].concept);
    } else if (event.key === "Escape" && open) {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  close();
  input.after(list, status);
};

document.querySelectorAll("input[data-suggest]").forEach(combobox);

// and those that come later
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("input[data-suggest]:not([role])")) combobox(target);
});
