// Makes the planner quicker: what a link or a form of it leads to is fetched and put in place, a box that is ticked
// sends its form, and plans are remembered in this browser. Without it the same links and forms do the same.
"use strict";

const MOST_PLANS = 12;
const STORE = "plans";

const said = document.getElementById("said");
const planner = () => document.getElementById("planner");
const ready = () => [...document.querySelectorAll("[data-ready]")].map((one) => one.dataset.ready);

let asked = null;

// -- plans that this browser remembers: what was planned, and what is ticked

const stored = () => {
  try {
    const found = JSON.parse(localStorage.getItem(STORE));
    return Array.isArray(found) ? found.filter((one) => typeof one?.address === "string") : [];
  } catch {
    return []; // kept by nobody, or not by us
  }
};

const store = (plans) => {
  try {
    localStorage.setItem(STORE, JSON.stringify(plans.slice(0, MOST_PLANS)));
  } catch {
    // a browser that keeps nothing plans all the same
  }
};

const remember = () => {
  const { targets, title, done, all, stage } = planner().dataset;
  if (stage !== "plan" || !targets) return;
  const address = location.pathname + location.search;
  const others = stored().filter((one) => one.targets !== targets);
  store([{ targets, title, done, all, address }, ...others]);
};

const link = (href, text) => {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
};

const own = (address) => address.startsWith(`${planner().dataset.here}?`);

const listPlans = () => {
  const list = document.getElementById("saved-plans");
  const plans = stored().filter((one) => own(one.address));
  if (!list || !plans.length) return;
  const items = plans.map((one) => {
    const item = document.createElement("li");
    item.className = "row";
    const count = document.createElement("span");
    count.className = "small";
    count.textContent = `${one.done} of ${one.all} done`;
    const forget = document.createElement("button");
    forget.className = "quiet";
    forget.type = "button";
    forget.textContent = "Forget it";
    forget.setAttribute("aria-label", `Forget: ${one.title}`);
    forget.addEventListener("click", () => {
      store(stored().filter((other) => other.targets !== one.targets));
      item.remove();
      said.textContent = "Forgotten.";
      document.getElementById("saved").hidden = !list.children.length;
      (list.querySelector("button") ?? document.getElementById("q")).focus();
    });
    item.append(link(one.address, one.title), count, forget);
    return item;
  });
  list.replaceChildren(...items);
  document.getElementById("saved").hidden = false;
};

// A plan that is opened by its link is shown as it was sent; ticks of one's own are offered, not put into it.
const offerTicks = () => {
  const { targets, done, stage } = planner().dataset;
  const place = document.getElementById("stored");
  const mine = stored().find((one) => one.targets === targets && own(one.address));
  if (stage !== "plan" || !targets) return;
  if (!mine) return remember();
  const more = Number(mine.done) - Number(done);
  if (!place || !(more > 0)) return;
  const words = document.createElement("p");
  words.append(`You have ticked ${more} more here before. `, link(mine.address, "Go on with that plan"));
  place.replaceChildren(words);
  place.hidden = false;
};

// -- fetching instead of loading

const show = async (address, { push = true, keep = true } = {}) => {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const focused = path(document.activeElement);
  const before = new Set(ready());
  planner().setAttribute("aria-busy", "true");
  let text;
  try {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!response.headers.get("content-type")?.startsWith("text/html")) throw new Error("no page");
    text = await response.text();
  } catch {
    if (!signal.aborted) location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  const found = page.getElementById("planner");
  if (!found) return location.assign(address);
  const canonical = page.querySelector("link[rel=canonical]").getAttribute("href");
  const stage = planner().dataset.stage;
  planner().replaceWith(document.adoptNode(found));
  document.title = page.title;
  document.querySelector("link[rel=canonical]").setAttribute("href", canonical);
  // what was not understood stays in the address, so that going back finds it again
  const shown = found.querySelector(".notice.warn") || found.dataset.stage === "placement" ? address : canonical;
  if (push && new URL(shown, location).href !== location.href) history.pushState(null, "", shown);
  started();
  if (keep) remember();
  refocus(focused, stage !== found.dataset.stage || found.dataset.stage === "placement");
  announce(before);
};

// How to find an element again in the page that comes: by its id, as the box of its step, or by the heading above it.
const path = (element) => {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const step = element?.closest("li[id]");
  if (step && element.matches("input")) return `#${CSS.escape(step.id)} input`;
  const heading = element?.closest("#planner section")?.querySelector("h2[id]");
  return heading ? `#${heading.id}` : "";
};

const refocus = (found, moved) => {
  const same = found && !moved ? document.querySelector(found) : null;
  if (same?.matches("h2")) same.tabIndex = -1;
  if (same && !same.disabled) return same.focus({ preventScroll: same.matches("h2") });
  const heading = document.querySelector("#ask, #planner h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: !moved });
  if (moved) scrollTo(0, 0);
};

const announce = (before) => {
  const { stage, done, all } = planner().dataset;
  const fresh = ready().filter((label) => !before.has(label));
  const notice = document.querySelector("#planner > .notice.warn")?.textContent.replace(/\s+/g, " ").trim();
  const news = fresh.length && fresh.length < 6 ? ` Now ready: ${fresh.join(", ")}.` : "";
  said.textContent = notice || (stage === "plan" ? `${done} of ${all} steps done.${news}` : "");
};

const leads = (url) => url.origin === location.origin && url.pathname === planner().dataset.here;

document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("#planner a[href]");
  if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (anchor.id === "share" || anchor.getAttribute("href").startsWith("#") || !leads(new URL(anchor.href))) return;
  event.preventDefault();
  show(anchor.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#planner") || !leads(new URL(form.action))) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const pairs = [...fields].filter(([, value]) => value !== "");
  show(`${form.action}?${new URLSearchParams(pairs)}`);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#plan input[type=checkbox]")) event.target.form.requestSubmit();
});

// A concept that is chosen while its name is typed (suggest.js)
document.addEventListener("choose", (event) => {
  const input = event.target;
  if (!input.closest("#planner")) return;
  event.preventDefault();
  input.value = event.detail.id;
  input.form.requestSubmit();
});

addEventListener("popstate", () => show(location.href, { push: false, keep: false }));

// -- small things

document.addEventListener("click", async (event) => {
  if (event.target.id !== "copy") return;
  await navigator.clipboard.writeText(document.getElementById("share").href);
  said.textContent = "";
  event.target.textContent = "Copied";
});

const started = () => {
  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard) copy.hidden = false;
  const zone = document.getElementById("timezone");
  if (zone && !document.getElementById("start").value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;
  listPlans();
};

document.documentElement.classList.add("scripted");
started();
offerTicks();
