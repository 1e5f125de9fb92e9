/* The run view: what every part of it uses. Texts become text nodes and nothing else. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SHAPES = {
    succeeded: "M3.5 8.5l3 3 6-7",
    failed: "M4.5 4.5l7 7m0-7l-7 7",
    running: "M6 4l6 4-6 4z",
    waiting: "M6 4v8M10 4v8",
    skipped: "M4 8h8",
    pending: "M8 8h.01",
  };
  const LOOKS = {
    succeeded: ["succeeded", "success", "done", "passed", "allowed", "proven"],
    failed: ["failed", "failure", "ci_failed", "denied", "timed_out", "caused_by_patch", "pre_existing", "startup_failure"],
    running: ["running", "in_progress"],
    waiting: ["waiting", "queued", "cancel_requested", "flaky", "infrastructure", "cancelled", "action_required"],
    skipped: ["skipped", "neutral", "stale"],
  };
  const ENDED = ["done", "failed", "ci_failed", "cancelled"];
  /* The names that StageId gives them too. */
  const STAGES = {
    preflight: "Preflight",
    spec_freeze: "Specification",
    architecture: "Architecture",
    ticket_planning: "Tickets",
    implement_loop: "Implementation",
    integration: "Integration",
    pr_ci_gate: "Pull request",
    release_artifacts: "Release",
  };

  const ofx = (window.ofx = { ended: (status) => ENDED.includes(status) });

  function attribute(node, name, value) {
    if (value === undefined || value === null || value === false) {
      return;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }

  function fill(node, content) {
    content.flat(Infinity).forEach(function (part) {
      if (part !== null && part !== undefined && part !== false && part !== "") {
        node.append(part instanceof Node ? part : String(part));
      }
    });
    return node;
  }

  /** An element: h("p.class", {attributes}, content…). Handlers are functions under names that begin with "on". */
  ofx.h = function (what, attributes, ...content) {
    const names = what.split(".");
    const node = document.createElement(names[0] || "div");
    if (names.length > 1) {
      node.className = names.slice(1).join(" ");
    }
    Object.entries(attributes || {}).forEach(([name, value]) => attribute(node, name, value));
    return fill(node, content);
  };

  ofx.svg = function (name, attributes, ...content) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes || {}).forEach(([key, value]) => attribute(node, key, value));
    return fill(node, content);
  };

  const h = ofx.h;

  /** How a state looks: one of six. */
  ofx.look = function (state) {
    const found = Object.entries(LOOKS).find(([, words]) => words.includes(state));
    return found ? found[0] : "pending";
  };

  ofx.icon = function (state) {
    const look = ofx.look(state);
    return ofx.svg(
      "svg",
      { class: "ofx-icon ofx-is-" + look, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
      ofx.svg("circle", { cx: 8, cy: 8, r: 7.2 }),
      ofx.svg("path", { d: SHAPES[look] }),
    );
  };

  ofx.words = (id) => String(id || "").replace(/_/g, " ");

  /** A state with its icon and its word. */
  ofx.badge = (state, word) =>
    h("span.ofx-badge.ofx-is-" + ofx.look(state), {}, ofx.icon(state), h("span", {}, word || ofx.words(state)));

  ofx.stage = (id) => STAGES[id] || ofx.words(id);

  ofx.number = (value) => Number(value || 0).toLocaleString("en-US");

  ofx.count = (number, one) => ofx.number(number) + " " + one + (number === 1 ? "" : one.endsWith("x") ? "es" : "s");

  ofx.time = function (millis) {
    if (millis === null || millis === undefined || Number.isNaN(millis)) {
      return "–";
    }
    const ms = Math.max(0, millis);
    if (ms < 1000) {
      return Math.round(ms) + " ms";
    }
    if (ms < 60000) {
      return (ms / 1000).toFixed(1) + " s";
    }
    const seconds = Math.round(ms / 1000);
    if (seconds < 3600) {
      return Math.floor(seconds / 60) + " min" + (seconds % 60 ? " " + (seconds % 60) + " s" : "");
    }
    const minutes = Math.round(seconds / 60);
    return Math.floor(minutes / 60) + " h" + (minutes % 60 ? " " + (minutes % 60) + " min" : "");
  };

  /** A moment in UTC: the time, with its day where asked. */
  ofx.at = (iso, day) => (iso ? (day ? iso.slice(0, 10) + " " : "") + iso.slice(11, 19) : "–");

  ofx.bytes = (size) =>
    size < 1000 ? size + " B" : size < 1e6 ? (size / 1e3).toFixed(1) + " kB" : (size / 1e6).toFixed(1) + " MB";

  ofx.usd = (usd) => (usd === null || usd === undefined ? "unknown" : "$" + usd.toFixed(usd !== 0 && usd < 1 ? 4 : 2));

  ofx.brief = (id) => (id ? id.slice(0, 12) : "–");

  /** A hash or commit: the first digits shown, all of them on hover and for screen readers. */
  ofx.hash = (id) => (id ? h("code.ofx-hash", { title: id }, ofx.brief(id)) : "–");

  ofx.web = (url, text) =>
    /^https?:\/\/[!-~]+$/.test(url || "")
      ? h("a", { href: url, rel: "noopener noreferrer" }, text || url)
      : h("code", {}, url);

  /** Says something to screen readers without moving the focus. */
  ofx.say = function (text) {
    const place = document.getElementById("ofx-say");
    if (place && place.textContent !== text) {
      place.textContent = text;
    }
  };

  const summary = (details) => (details.dataset.path || "") + details.firstElementChild.textContent.replace(/\d+/g, "");

  /** Replaces a place's content; what had the focus, was open or was scrolled is so again. */
  ofx.swap = function (place, ...content) {
    const active = document.activeElement;
    const key = place.contains(active) ? active.getAttribute("data-key") : null;
    const open = new Map(Array.from(place.querySelectorAll("details"), (one) => [summary(one), one.open]));
    const boxes = new Map(Array.from(place.querySelectorAll("[aria-label][tabindex]"), (one) => [one.getAttribute("aria-label"), one]));
    const moved = new Map(Array.from(boxes, ([label, one]) => [label, [one.scrollLeft, one.scrollTop]]));
    place.replaceChildren();
    fill(place, content);
    place.querySelectorAll("details").forEach((one) => open.has(summary(one)) && (one.open = open.get(summary(one))));
    place.querySelectorAll("[aria-label][tabindex]").forEach((one) => (moved.get(one.getAttribute("aria-label")) || [0, 0]).some(Boolean) && one.scrollTo(...moved.get(one.getAttribute("aria-label"))));
    if (key) {
      const again = Array.from(place.querySelectorAll("[data-key]")).find((node) => node.dataset.key === key);
      if (again) {
        again.focus({ preventScroll: true });
      }
    }
  };

  /** Adds rows to a place piece by piece, as they come into sight, so that thousands of them stay smooth. */
  ofx.many = function (place, items, make, size) {
    const step = size || 100;
    let shown = 0;
    const more = h("button.ofx-more.jenkins-button", { type: "button", onclick: next });
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && next(),
      { rootMargin: "600px" },
    );
    function next() {
      const piece = document.createDocumentFragment();
      items.slice(shown, shown + step).forEach((item, i) => fill(piece, [make(item, shown + i)]));
      place.append(piece);
      shown = Math.min(items.length, shown + step);
      more.textContent = "Show more, " + ofx.number(items.length - shown) + " left";
      more.hidden = shown >= items.length;
      if (more.hidden) {
        watch.disconnect();
      }
    }
    next();
    if (shown < items.length) {
      watch.observe(more);
    }
    return more;
  };

  /** A table with many rows in a box that scrolls sideways. */
  ofx.table = function (label, columns, items, row, omitted) {
    const body = h("tbody");
    const more = ofx.many(body, items, (item, i) => h("tr", {}, row(item, i)));
    return h(
      "div.ofx-part",
      {},
      h(
        "div.ofx-scroll",
        { tabindex: "0", role: "region", "aria-label": label },
        h(
          "table.jenkins-table.ofx-table",
          {},
          h("caption.ofx-out", {}, label),
          h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, name)))),
          body,
        ),
      ),
      more,
      omitted ? h("p.ofx-soft", {}, "… and " + ofx.count(omitted, "more row") + " that this page leaves out.") : null,
    );
  };

  /** A colour in red, green, blue and opacity from 0 to 255, in whichever colour space a theme names it. */
  function painted(colour) {
    const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return brush.getImageData(0, 0, 1, 1).data;
  }

  /** Jenkins' themes say nothing of light or dark that all of them share: the page's own ground does. */
  ofx.shade = function (root) {
    const look = function () {
      const [red, green, blue, opaque] = painted(getComputedStyle(document.body).backgroundColor);
      const light = opaque === 0 ? 1 : (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
      root.classList.toggle("ofx-dark", light < 0.45);
    };
    look();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(look, 100));
  };

  /** A choice; the box around it draws the mark that core's own lists have, in the report too. */
  ofx.select = (attributes, ...options) =>
    h("div.jenkins-select.ofx-select", {}, h("select.jenkins-select__input", attributes, options));

  ofx.td = (...content) => h("td", {}, content);
  ofx.num = (...content) => h("td.ofx-num", {}, content);
  ofx.section = (title, ...content) => h("section.ofx-part", {}, h("h3", {}, title), content);
  ofx.empty = (text) => h("p.ofx-empty", {}, text);
})();
