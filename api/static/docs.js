// Starts Swagger UI (5.35.0, as published, in swagger/) on the document that the page names.
"use strict";

const place = document.getElementById("docs");
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const followColours = () => document.documentElement.classList.toggle("dark-mode", dark.matches);

dark.addEventListener("change", followColours);
followColours();

// For the keyboard: no link within a button (the address still follows what is opened), and long text that can be
// focused and so be scrolled.
const reachable = (system) => {
  const make = system.React.createElement;
  return {
    wrapComponents: {
      DeepLink: () => ({ text }) => make("span", null, text),
      SyntaxHighlighter: (Original) => (props) =>
        make("div", { className: "scrolled", tabIndex: 0, role: "group", "aria-label": "Text" }, make(Original, props)),
    },
  };
};

// And for those who listen: what Swagger UI leaves without a name.
const names = {
  "select.examples-select-element": () => "Example",
  "textarea.body-param__text": () => "Body",
  "table[role='region']": (table) => table.id.replaceAll("_", " "),
};
new MutationObserver(() => {
  for (const [selector, name] of Object.entries(names)) {
    for (const found of place.querySelectorAll(`${selector}:not([aria-label])`)) {
      found.setAttribute("aria-label", name(found));
    }
  }
}).observe(place, { childList: true, subtree: true });

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  syntaxHighlight: { theme: "obsidian" },
  tryItOutEnabled: true,
  plugins: [reachable],
});
