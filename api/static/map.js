// The map to move about in: Cytoscape.js (3.35.0, as published, in cytoscape/) with places that the server worked out,
// beside two lists in which every line can be followed from the keyboard. The list below it says the same.
"use strict";

const explorer = document.getElementById("explorer");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const DASHES = [[1, 0], [10, 4], [3, 3], [12, 3, 3, 3], [6, 2], [5, 7]];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Colours as the page has them; a relation's type stands in words on the lines that are looked at.
const looks = () => [
  {
    selector: "node",
    style: {
      shape: "round-rectangle",
      width: 168,
      height: "data(tall)",
      label: "data(shown)",
      "text-wrap": "wrap",
      "text-max-width": 152,
      "text-valign": "center",
      "font-family": getComputedStyle(document.body).fontFamily,
      "font-size": 14,
      color: colour("ink"),
      "background-color": colour("paper"),
      "border-color": colour("edge"),
      "border-width": 1,
    },
  },
  { selector: "node[size]", style: { "border-width": 3, "border-style": "double" } },
  {
    selector: "edge",
    style: {
      "curve-style": "bezier",
      "line-color": colour("edge"),
      "target-arrow-color": colour("edge"),
      "target-arrow-shape": "triangle",
      "line-style": "dashed",
      "line-dash-pattern": "data(dash)",
      width: 1.4,
      "font-size": 12,
      color: colour("ink"),
      "text-background-color": colour("raised"),
      "text-background-opacity": 1,
      "text-background-padding": 2,
    },
  },
  { selector: "edge[count]", style: { label: "data(label)" } },
  { selector: ".faint", style: { opacity: 0.25 } },
  { selector: "edge.near", style: { label: "data(label)", width: 2.4 } },
  { selector: "node.near", style: { "border-color": colour("accent") } },
  {
    selector: "node.here",
    style: { "background-color": colour("tint"), "border-color": colour("accent"), "border-width": 3 },
  },
];

const prepared = (elements) => {
  const types = [...new Set(elements.edges.map(({ data }) => data.type))].sort();
  for (const { data } of elements.nodes) {
    const broken = data.label.replace(/\S{18}/gu, "$&\u200b"); // where a word that is too long may break
    data.shown = data.size ? `${broken}\n${data.size} concepts` : broken;
    data.tall = 28 + 17 * Math.ceil(data.label.length / 20 + (data.size ? 1 : 0));
  }
  for (const { data } of elements.edges) data.dash = DASHES[types.indexOf(data.type) % DASHES.length];
  return elements;
};

// A list with one stop for Tab, in which the arrow keys move.
const listbox = (place, keys) => {
  let items = [];
  const options = () => [...place.children];
  const at = () => options().findIndex((one) => one.tabIndex === 0);
  const select = (to, focus = true) => {
    options().forEach((one, k) => {
      one.tabIndex = k === to ? 0 : -1;
      one.setAttribute("aria-selected", String(k === to));
    });
    const option = options()[to];
    if (!option) return;
    if (focus) option.focus({ preventScroll: true });
    // within the list alone: the page stays where it is
    const { offsetTop: top, offsetHeight: tall } = option;
    if (top < place.scrollTop + place.offsetTop) place.scrollTop = top - place.offsetTop;
    if (top + tall > place.scrollTop + place.offsetTop + place.clientHeight) {
      place.scrollTop = top + tall - place.offsetTop - place.clientHeight;
    }
    keys.selected?.(items[to], focus);
  };
  const fill = (found, text) => {
    items = found;
    const made = found.map((one) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.tabIndex = -1;
      option.textContent = text(one);
      return option;
    });
    place.replaceChildren(...made);
    if (made.length) made[0].tabIndex = 0;
  };
  const moves = {
    ArrowDown: () => select(Math.min(at() + 1, items.length - 1)),
    ArrowUp: () => select(Math.max(at() - 1, 0)),
    Home: () => select(0),
    End: () => select(items.length - 1),
    ArrowRight: () => keys.right?.(items[at()]),
    ArrowLeft: () => keys.left?.(),
    Enter: () => keys.enter?.(items[at()]),
    Escape: () => document.getElementById("list-heading").focus(),
  };
  place.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = moves[event.key];
    const letter = event.key.length === 1 && event.key !== " " && event.key.toLocaleLowerCase();
    if (move) move();
    else if (letter && keys.name) {
      const order = items.map((_, k) => (at() + 1 + k) % items.length);
      const found = order.find((k) => keys.name(items[k]).toLocaleLowerCase().startsWith(letter));
      if (found === undefined) return;
      select(found);
    } else return;
    event.preventDefault();
  });
  place.addEventListener("click", (event) => {
    const to = options().indexOf(event.target.closest("[role=option]"));
    if (to >= 0) (keys.click ?? select)(to, items[to]);
  });
  return { fill, select, items: () => items, focus: () => options()[Math.max(at(), 0)]?.focus() };
};

const start = (document_) => {
  const elements = prepared(document_.elements);
  const nodes = elements.nodes.map(({ data }) => data);
  const edges = elements.edges.map(({ data }) => data);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const told = document.getElementById("told");
  const { concepts: where, map, open, type, query } = explorer.dataset;
  let here = null;

  explorer.hidden = false;
  const picture = document.getElementById("picture");
  if (picture) picture.hidden = true;

  const view = cytoscape({
    container: document.getElementById("canvas"),
    elements,
    layout: { name: "preset", fit: true, padding: 24 },
    style: looks(),
    minZoom: 0.1,
    maxZoom: 2.5,
    autoungrabify: true,
    userZoomingEnabled: window.matchMedia("(pointer: coarse)").matches, // a mouse wheel scrolls the page
    boxSelectionEnabled: false,
  });
  dark.addEventListener("change", () => view.style(looks()));
  view.on("resize", () => (here ? view.center(view.getElementById(here.id)) : view.fit(undefined, 24)));

  const address = (node) => {
    if (!node.size) return where + encodeURIComponent(node.id) + query;
    const fields = new URLSearchParams(query);
    fields.set("open", [...open.split(",").filter(Boolean), node.id].join(","));
    if (type) fields.set("type", type);
    return `${map}?${fields}#c-${node.id}`;
  };
  const go = (node) => location.assign(address(node));

  const show = (node) => {
    const middle = view.getElementById(node.id);
    const near = middle.closedNeighborhood();
    view.elements().removeClass("here near faint");
    view.elements().not(near).addClass("faint");
    near.addClass("near");
    middle.addClass("here");
    const target = { center: { eles: middle }, zoom: Math.max(view.zoom(), 0.85) };
    view.stop();
    if (calm.matches) {
      view.zoom(target.zoom);
      view.center(middle);
    } else view.animate(target, { duration: 250 });
  };

  const follow = (edge) => {
    const to = edge.source === here.id ? edge.target : edge.source;
    concepts.select(nodes.indexOf(byId.get(to)));
  };

  const kind = (node) => (node.size ? `${node.size} concepts` : node.kind.replaceAll("-", " "));

  const ways = listbox(document.getElementById("edges"), {
    right: (edge) => edge && follow(edge),
    enter: (edge) => edge && follow(edge),
    left: () => concepts.focus(),
    click: (_, edge) => follow(edge),
  });
  const concepts = listbox(document.getElementById("concepts"), {
    name: (node) => node.label,
    right: () => (ways.items().length ? ways.select(0) : (told.textContent = "No relations here.")),
    enter: go,
    selected: (node, aloud) => {
      here = node;
      const own = edges.filter((edge) => edge.source === node.id || edge.target === node.id);
      ways.fill(own, (edge) => edge.sentence);
      document.getElementById("edges").dataset.empty = "No relation to anything shown here.";
      document.getElementById("edges-label").textContent = `Relations of ${node.label}`;
      show(node);
      const opening = document.getElementById("go");
      opening.href = address(node);
      opening.textContent = `Open ${node.label}`;
      opening.hidden = false;
      if (aloud) told.textContent = `${node.label}, ${kind(node)}, ${own.length} relations.`;
    },
  });
  concepts.fill(nodes, (node) => `${node.label} · ${kind(node)}`);
  const asked = byId.get(location.hash.replace(/^#c-/, ""));
  const related = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  const telling = (node) => !node.size && related.has(node.id);
  const first = asked ?? nodes.find((node) => node.depth === 0) ?? nodes.find(telling) ?? nodes[0];
  if (asked || nodes.some((node) => !node.size)) concepts.select(nodes.indexOf(first), false);

  view.on("tap", "node", ({ target }) => concepts.select(nodes.findIndex((node) => node.id === target.id())));
  view.on("dbltap", "node", ({ target }) => go(byId.get(target.id())));
  const zoom = (factor) => view.zoom({ level: view.zoom() * factor, renderedPosition: { x: view.width() / 2, y: view.height() / 2 } });
  document.getElementById("closer").addEventListener("click", () => zoom(1.4));
  document.getElementById("further").addEventListener("click", () => zoom(1 / 1.4));
  document.getElementById("fit").addEventListener("click", () => {
    view.elements().removeClass("here near faint");
    view.fit(undefined, 24);
  });
};

if (explorer) {
  fetch(explorer.dataset.graph)
    .then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)))
    .then(start, () => {}); // without it there are the picture and the list
}
