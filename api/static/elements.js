/* Elements that show what a hub knows, on any page: <concept-card>, <concept-link>, <prerequisites-box>,
 * <learning-path>, <concept-map>.
 *
 *   <script type="module" src="https://hub.example/static/elements.js"></script>
 *   <prerequisites-box page="what-is-deep-learning" base="/kg/">See the course plan.</prerequisites-box>
 *
 * Data come from `src`, the address of a JSON document, or from its usual place below `base`: the folder that
 * `kg export site` writes, or the service itself, which has the same names. Without `base` it is that of
 * <meta name="kg-base" content="…">, else of the service that this file came from. `links`, or <meta name="kg-links">,
 * says where this site has its own pages about concepts: "/learn/{id}/". `heading` replaces a heading.
 *
 * What stands inside an element stays until there is something to show, and for good if that fails. All is plain
 * content of the page: its styles apply, and the variables --kg-ink, --kg-quiet, --kg-paper, --kg-line, --kg-accent,
 * --kg-tint and --kg-radius change the colours. Text of the data is only ever text.
 */

const HERE = new URL("../", import.meta.url);
const MOST = 400; // concepts on a map
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:where(concept-card, concept-link, prerequisites-box, learning-path, concept-map) {
  --_ink: var(--kg-ink, light-dark(#1c232b, #e7eaed));
  --_quiet: var(--kg-quiet, light-dark(#525c67, #a9b4be));
  --_paper: var(--kg-paper, light-dark(#fff, #1b2126));
  --_line: var(--kg-line, light-dark(#d9d6cd, #37414a));
  --_accent: var(--kg-accent, light-dark(#0f6464, #7fd0c8));
  --_tint: var(--kg-tint, light-dark(#e3f0ee, #17302f));
  --_radius: var(--kg-radius, 0.5rem);
}
:where(concept-card, prerequisites-box, learning-path, concept-map) { display: block; margin-block: 1rem; }
.kg-box, .kg-pop {
  background: var(--_paper); color: var(--_ink); border: 1px solid var(--_line); border-radius: var(--_radius);
  box-sizing: border-box; padding: 0.9rem 1.1rem; line-height: 1.5; overflow-wrap: anywhere;
}
:is(.kg-box, .kg-pop) a { color: var(--_accent); }
:is(.kg-box, .kg-pop) :focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
:is(.kg-box, .kg-pop) p { margin: 0.3rem 0 0; }
.kg-box :is(ol, ul) { margin: 0.4rem 0 0; padding-inline-start: 1.4rem; }
.kg-box li { margin-block: 0.35rem; }
.kg-heading { font-weight: 650; font-size: 1.05em; }
.kg-quiet { color: var(--_quiet); font-size: 0.92em; }
.kg-tick { display: inline-flex; gap: 0.5rem; align-items: baseline; min-height: 24px; }
.kg-tick input { inline-size: 1.1rem; block-size: 1.1rem; accent-color: var(--_accent); translate: 0 0.15rem; }
.kg-done > span { text-decoration: line-through; color: var(--_quiet); }
concept-link > a { text-decoration-style: dotted; text-underline-offset: 0.2em; }
.kg-pop { position: absolute; inset: auto; margin: 0; inline-size: min(22rem, calc(100vw - 1rem)); font-size: 1rem; }
.kg-pop :is(strong, span) { display: block; }
.kg-scroll { overflow: auto; max-block-size: 75vh; }
.kg-field { position: relative; }
.kg-field svg { position: absolute; inset: 0; }
.kg-field line { stroke: var(--_quiet); stroke-width: 1.3; }
.kg-field path { fill: var(--_quiet); }
.kg-node {
  position: absolute; translate: -50% -50%; inline-size: 148px; box-sizing: border-box; padding: 5px 8px;
  background: var(--_paper); border: 1px solid var(--_line); border-radius: var(--_radius);
  font-size: 0.85rem; line-height: 1.25; text-align: center;
}
.kg-node[aria-current] { background: var(--_tint); border-color: var(--_accent); font-weight: 650; }
@media print { .kg-pop { display: none; } }
`);

/** An element of HTML: attributes that are none are left out, and children are nodes or text. */
function h(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The address if following it can only fetch a page, else none. */
function safe(url, from) {
  try {
    const found = new URL(url, from);
    return ["http:", "https:"].includes(found.protocol) ? found.href : null;
  } catch {
    return null;
  }
}

function time(minutes) {
  if (typeof minutes !== "number") return null;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
}

const asked = new Map();

/** The JSON at an address, asked for once; a failure is not kept. */
function fetched(url) {
  if (!asked.has(url)) {
    const answer = fetch(url, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) })
      .then((response) => {
        if (!response.ok) throw new Error(`${url} answers with ${response.status}`);
        return response.json();
      });
    answer.catch(() => asked.delete(url));
    asked.set(url, answer);
  }
  return asked.get(url);
}

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

/** What the elements have in common: where data come from, and what is shown until they are there, or are not. */
class Hub extends HTMLElement {
  static observedAttributes = ["src", "base", "concept", "page", "target", "known", "center", "links", "heading"];
  #fallback = null;
  #turn = 0;
  #waiting = false;

  connectedCallback() {
    const root = this.getRootNode();
    if (root.adoptedStyleSheets && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    this.#fallback ??= [...this.childNodes];
    this.change();
  }

  attributeChangedCallback() {
    if (this.#fallback) this.change();
  }

  /** Show what the attributes ask for, once for all that change at the same time. */
  change() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      if (this.isConnected) this.refresh();
    });
  }

  async refresh() {
    const turn = (this.#turn += 1);
    this.setAttribute("aria-busy", "true");
    try {
      const shown = this.shown(await this.data());
      if (turn === this.#turn) this.replaceChildren(shown);
    } catch (error) {
      if (turn === this.#turn) this.failed(error);
    }
    if (turn === this.#turn) this.removeAttribute("aria-busy");
  }

  failed(error) {
    const note = h("p", { class: "kg-note", role: "status" }, "More about this could not be loaded just now.");
    this.replaceChildren(...this.#fallback, note);
    this.dispatchEvent(new CustomEvent("kg-error", { bubbles: true, detail: error }));
  }

  get base() {
    return new URL(this.getAttribute("base") ?? meta("kg-base") ?? HERE, document.baseURI);
  }

  /** The address of the data: `src`, or the usual place. */
  get address() {
    const given = this.getAttribute("src");
    const found = safe(given ?? this.place(), given === null ? this.base : document.baseURI);
    if (!found) throw new Error("There is no address to read from");
    return found;
  }

  data() {
    return fetched(this.address);
  }

  named(attribute) {
    const given = this.getAttribute(attribute)?.trim();
    return given ? encodeURIComponent(given) : null;
  }

  /** The usual place of what an attribute names. */
  place() {
    const [concept, page] = [this.named("concept"), this.named("page")];
    if (page) return `pages/${page}.json`;
    if (concept) return `concepts/${concept}.json`;
    throw new Error("Name a concept, a page or a src");
  }

  /** Where a reader learns about a concept. */
  url(concept) {
    const own = this.getAttribute("links") ?? meta("kg-links");
    return own ? safe(own.replaceAll("{id}", encodeURIComponent(concept.id)), document.baseURI)
      : safe(concept.url ?? "", this.address);
  }

  /** A concept as a link, or as text where there is nothing safe to follow. */
  link(concept, attributes) {
    const href = this.url(concept);
    const facts = { lang: concept.lang, dir: "auto", ...attributes };
    return href ? h("a", { href, ...facts }, concept.label) : h("span", facts, concept.label);
  }

  heading(text) {
    const given = this.getAttribute("heading") ?? text;
    return given ? h("div", { class: "kg-heading", role: "heading", "aria-level": this.getAttribute("level") ?? "3" }, given) : null;
  }
}

class ConceptCard extends Hub {
  shown(concept) {
    const facts = [concept.kind, time(concept.minutes), concept.difficulty ? `difficulty ${concept.difficulty} of 5` : null];
    const needed = (concept.relations?.requires?.items ?? []).filter((one) => one.strength !== "helpful" && !one.group);
    const before = needed.flatMap((one, place) => [place ? ", " : "", this.link(one.concept)]);
    const heading = this.heading("");
    return h("div", { class: "kg-box", role: "group", "aria-label": concept.label },
      heading, h("strong", null, this.link(concept)),
      h("p", { class: "kg-quiet" }, facts.filter(Boolean).join(" · ")),
      concept.definition ? h("p", { dir: "auto" }, concept.definition) : null,
      before.length ? h("p", null, "Learn first: ", before) : null);
  }
}

let count = 0;

class ConceptLink extends Hub {
  #pop = null;
  #broken = false;

  refresh() {
    this.#pop?.remove();
    [this.#pop, this.#broken] = [null, false];
    let trigger = this.querySelector("a[href]");
    if (!trigger) {
      const id = this.getAttribute("concept") ?? "";
      const words = this.textContent.trim() ? [...this.childNodes] : [id];
      trigger = h("a", { href: this.url({ id, url: `concepts/${encodeURIComponent(id)}` }) }, words);
      this.replaceChildren(trigger);
    }
    trigger.removeAttribute("aria-describedby");
    if (!("popover" in HTMLElement.prototype) || this.trigger === trigger) return;
    this.trigger = trigger;
    trigger.addEventListener("pointerenter", () => this.data().catch(() => {}));
    trigger.addEventListener("focus", () => this.open());
    // a key follows the link, for its popover is open since it has the focus; a pointer opens the popover first
    trigger.addEventListener("click", (event) => {
      if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || this.#broken) return;
      event.preventDefault();
      this.open();
    });
    this.addEventListener("focusout", () => setTimeout(() => {
      if (!this.contains(document.activeElement)) this.close();
    }));
  }

  /** Show what the concept means; nothing happens where that cannot be known, so that the link is a link. */
  async open() {
    try {
      const concept = await this.data();
      this.#pop ??= this.made(concept);
    } catch (error) {
      this.#broken = true;
      this.dispatchEvent(new CustomEvent("kg-error", { bubbles: true, detail: error }));
      return;
    }
    if (!this.contains(document.activeElement) && !this.trigger.matches(":hover")) return;
    if (this.#pop.matches(":popover-open")) return;
    const { left, bottom } = this.trigger.getBoundingClientRect();
    this.#pop.showPopover();
    const room = document.documentElement.clientWidth - this.#pop.offsetWidth - 8;
    this.#pop.style.left = `${scrollX + Math.max(8, Math.min(left, room))}px`;
    this.#pop.style.top = `${scrollY + bottom + 4}px`;
    addEventListener("resize", () => this.close(), { once: true });
  }

  close() {
    if (this.#pop?.matches(":popover-open")) this.#pop.hidePopover();
  }

  made(concept) {
    const id = `kg-pop-${(count += 1)}`;
    const facts = [concept.kind, time(concept.minutes)].filter(Boolean).join(" · ");
    const pop = h("span", { class: "kg-pop", popover: "auto", id },
      h("strong", { lang: concept.lang, dir: "auto" }, concept.label), h("span", { class: "kg-quiet" }, facts),
      h("span", { id: `${id}-text`, dir: "auto" }, concept.definition ?? "No definition yet."),
      this.link({ ...concept, label: `Read about ${concept.label}` }, { lang: null }));
    this.trigger.setAttribute("aria-describedby", `${id}-text`);
    this.append(pop);
    return pop;
  }
}

class PrerequisitesBox extends Hub {
  shown(data) {
    const items = data.prerequisites ?? data.relations?.requires?.items ?? [];
    const parts = new Map();
    for (const one of items) {
      const key = one.group ? `At least ${one.group.at_least} of these` : one.strength === "helpful" ? "Makes it easier" : "";
      const id = `${one.strength === "helpful" ? 2 : one.group ? 1 : 0} ${one.group?.id ?? ""}`;
      if (!parts.has(id)) parts.set(id, { key, lines: [] });
      parts.get(id).lines.push(h("li", null, this.link(one.concept),
        h("span", { class: "kg-quiet" }, time(one.concept.minutes) ? ` ${time(one.concept.minutes)}` : ""),
        one.why ? h("p", { class: "kg-quiet", dir: "auto" }, one.why) : null));
    }
    const groups = [...parts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, { key, lines }]) => [
      key ? h("p", { class: "kg-quiet" }, `${key}:`) : null, h("ul", { role: "list" }, lines)]);
    return h("section", { class: "kg-box" }, this.heading("What to know before"),
      groups.length ? groups.flat() : h("p", null, "Nothing: you can start here."));
  }
}

/** What a learner has ticked, kept in this browser where it allows that. */
const ticked = {
  key: "kg-known",
  ids: null,
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      this.ids = new Set(Array.isArray(kept) ? kept : []);
    } catch {
      this.ids ??= new Set();
    }
    return this.ids;
  },
  write(id, known) {
    this.read()[known ? "add" : "delete"](id);
    try {
      localStorage.setItem(this.key, JSON.stringify([...this.ids].sort()));
    } catch { /* then it lasts as long as the page */ }
  },
};

class LearningPath extends Hub {
  place() {
    const page = this.named("page");
    if (page) return `paths/${page}.json`;
    const target = this.named("target");
    if (!target) throw new Error("Name a page, a target or a src");
    const known = this.named("known");
    return `api/paths?target=${target}${known ? `&known=${known}` : ""}`;
  }

  shown(path) {
    const tick = this.hasAttribute("tick");
    const status = h("p", { class: "kg-quiet", role: "status" });
    const told = () => {
      const open = path.steps.filter((step) => !(tick && ticked.ids.has(step.concept.id)));
      const left = open.reduce((sum, step) => sum + step.minutes, 0);
      const steps = `${path.steps.length} ${path.steps.length === 1 ? "step" : "steps"}`;
      status.textContent = open.length === path.steps.length ? `${steps}, ${time(path.minutes)}`
        : open.length ? `${path.steps.length - open.length} of ${steps} done, ${time(left)} left` : "All done.";
    };
    const lines = path.steps.map((step) => {
      const { id, label } = step.concept;
      const name = this.link(step.concept);
      const line = h("li", null);
      const about = h("span", null, name, " ", h("span", { class: "kg-quiet" }, time(step.minutes)));
      if (tick) {
        const box = h("input", { type: "checkbox", "aria-label": `I know: ${label}`, checked: ticked.ids.has(id) });
        const mark = () => line.firstChild.classList.toggle("kg-done", box.checked);
        box.addEventListener("change", () => {
          ticked.write(id, box.checked);
          mark();
          told();
          this.dispatchEvent(new CustomEvent("kg-tick", { bubbles: true, detail: { id, known: box.checked } }));
        });
        line.append(h("div", { class: "kg-tick" }, box, about));
        mark();
      } else line.append(about);
      if (step.because) line.append(h("p", { class: "kg-quiet", dir: "auto" }, step.because));
      return line;
    });
    told();
    return h("section", { class: "kg-box" }, this.heading("Learning path"), status, h("ol", null, lines));
  }

  data() {
    ticked.read();
    return super.data();
  }
}

const SVG = "http://www.w3.org/2000/svg";

function drawn(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class ConceptMap extends Hub {
  place() {
    return "graph.json";
  }

  shown(graph) {
    const center = this.getAttribute("center")?.trim();
    let nodes = graph.elements.nodes.map(({ data, position }) => ({ ...data, ...position }));
    let edges = graph.elements.edges.map(({ data }) => data);
    const all = nodes.length;
    if (center) {
      if (!nodes.some((node) => node.id === center)) throw new Error(`There is no ${center} on this map`);
      edges = edges.filter((edge) => edge.source === center || edge.target === center);
      nodes = placed(nodes, edges, center);
    } else nodes = nodes.slice(0, MOST);
    if (!nodes.length) throw new Error("There is nothing on this map");
    const places = new Map(nodes.map((node) => [node.id, node]));
    edges = edges.filter((edge) => places.has(edge.source) && places.has(edge.target));
    const title = center ? places.get(center).label : graph.data?.title;
    const left = Math.min(...nodes.map((node) => node.x)) - 84;
    const top = Math.min(...nodes.map((node) => node.y)) - 40;
    const [width, height] = ["x", "y"].map((axis, k) => Math.max(...nodes.map((node) => node[axis])) + [84, 40][k] - [left, top][k]);
    const lines = edges.map((edge) => line(places.get(edge.source), places.get(edge.target)));
    const picture = drawn("svg", { width, height, viewBox: `${left} ${top} ${width} ${height}`, "aria-hidden": "true" }, ...lines);
    const boxes = nodes.map((node) => {
      const box = this.link(node, { class: "kg-node", "aria-current": node.id === center ? "true" : null });
      box.style.left = `${node.x - left}px`;
      box.style.top = `${node.y - top}px`;
      return box;
    });
    const field = h("div", { class: "kg-field" }, picture, boxes);
    field.style.width = `${width}px`;
    field.style.height = `${height}px`;
    return h("section", { class: "kg-box" }, this.heading(center ? `Around “${title}”` : `Map: ${title}`),
      !center && all > MOST ? h("p", { class: "kg-quiet" }, `The first ${MOST} of ${all} concepts.`) : null,
      h("div", { class: "kg-scroll", role: "region", "aria-label": `${title}, drawn`, tabindex: "0" }, field),
      h("details", null, h("summary", null, "The same as a list"),
        h("ul", null, edges.map((edge) => h("li", { dir: "auto" }, edge.sentence ?? `${edge.source} ${edge.type} ${edge.target}`)))));
  }
}

/** A concept in the middle, what leads to it on the left, what it leads to on the right. */
function placed(nodes, edges, center) {
  const out = new Set(edges.filter((edge) => edge.source === center).map((edge) => edge.target));
  const into = new Set(edges.filter((edge) => edge.target === center && !out.has(edge.source)).map((edge) => edge.source));
  const column = (ids, x) => nodes.filter((node) => ids.has(node.id) && node.id !== center)
    .map((node, k, { length }) => ({ ...node, x, y: (k - (length - 1) / 2) * 58 }));
  const middle = nodes.find((node) => node.id === center);
  return [...column(into, -250), { ...middle, x: 0, y: 0 }, ...column(out, 250)];
}

/** A line from one box to the edge of another, with its head there. */
function line(start, end) {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const share = Math.min(1, Math.min(78 / Math.abs(dx || 1e-9), 24 / Math.abs(dy || 1e-9)));
  const [x, y] = [end.x - dx * share, end.y - dy * share];
  const turn = (Math.atan2(dy, dx) * 180) / Math.PI;
  const head = drawn("path", { d: "M0 0l-8 -4v8z", transform: `translate(${x} ${y}) rotate(${turn})` });
  return drawn("g", {}, drawn("line", { x1: start.x, y1: start.y, x2: x, y2: y }), head);
}

for (const [name, element] of Object.entries({
  "concept-card": ConceptCard,
  "concept-link": ConceptLink,
  "prerequisites-box": PrerequisitesBox,
  "learning-path": LearningPath,
  "concept-map": ConceptMap,
})) {
  if (!customElements.get(name)) customElements.define(name, element);
}
