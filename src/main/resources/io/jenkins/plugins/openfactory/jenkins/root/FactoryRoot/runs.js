/* The list of runs: found by words and state, page by page, kept up to date while it is looked at. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const STATES = ["queued", "running", "waiting", "cancel_requested", "cancelled", "failed", "ci_failed", "done"];
  const AGAIN = 10000;

  function start(root) {
    const query = new URLSearchParams(location.search);
    const wanted = { search: query.get("search") || "", state: query.get("state") || "", from: Number(query.get("from")) || 0 };
    let before = [];
    let turn = 0;
    let shown = "";
    const count = h("p.ofx-soft", { role: "status" }, "Loading the runs");
    const trouble = h("p.ofx-error", { role: "alert", hidden: true });
    const table = h("div.ofx-part.ofx-runs");
    const back = h("button.jenkins-button", { type: "button", hidden: true, onclick: () => move(before.pop() || 0) }, "Newer");
    const on = h("button.jenkins-button", { type: "button", hidden: true, onclick: next }, "Older");
    let size = 0;

    function next() {
      before.push(wanted.from);
      move(wanted.from + size);
    }

    function move(from) {
      wanted.from = from;
      load();
    }

    function ask(change) {
      Object.assign(wanted, change, { from: 0 });
      before = [];
      load();
    }

    const row = (run) => [
      h("td.ofx-wide", {}, h("a", { href: root.dataset.root + "/" + run.url + "openfactory/" }, run.title || run.runId)),
      ofx.td(ofx.badge(run.status)),
      ofx.td(h("a", { href: root.dataset.root + "/" + run.url }, run.job + " #" + run.number)),
      h("td.ofx-num.ofx-wide", { "data-name": "Begun (UTC)" }, ofx.at(run.createdAt, true)),
      h("td.ofx-num.ofx-wide", { "data-name": "Last change (UTC)" }, ofx.at(run.updatedAt, true)),
    ];

    function draw(page) {
      const text = JSON.stringify(page);
      if (text === shown) {
        return;
      }
      shown = text;
      size = page.runs.length;
      const any = wanted.search || wanted.state;
      const whole = page.from === 0 && !page.more;
      count.textContent = size
        ? whole ? ofx.count(size, "run") : "Runs " + (page.from + 1) + " to " + (page.from + size) + (page.more ? ", and older ones" : "")
        : any ? "No run matches." : "No runs yet: put the step factorySpecFreeze into a Pipeline.";
      ofx.swap(table, size ? ofx.table("Runs", ["Title", "State", "Build", "Begun (UTC)", "Last change (UTC)"], page.runs, row) : null);
      back.disabled = page.from === 0;
      on.disabled = !page.more;
      back.hidden = on.hidden = whole;
    }

    async function load() {
      const mine = ++turn;
      const parameters = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value));
      history.replaceState(null, "", parameters.size ? "?" + parameters : location.pathname);
      try {
        const answer = await fetch(root.dataset.list + "?" + parameters);
        if (!answer.ok) {
          throw new Error("The server answered with status " + answer.status + ".");
        }
        const page = JSON.parse(await answer.text());
        if (mine === turn) {
          trouble.hidden = true;
          draw(page);
        }
      } catch (error) {
        trouble.hidden = false;
        trouble.textContent = "The runs can't be listed: " + error.message;
      }
    }

    let timer = null;
    ofx.shade(root);
    root.replaceChildren(
      h(
        "div.ofx-bar-of",
        { role: "search" },
        h("label", { for: "ofx-runs-search" }, "Search"),
        h("input.jenkins-input.ofx-input", {
          id: "ofx-runs-search",
          type: "search",
          value: wanted.search,
          placeholder: "Title, run or job",
          oninput: function (event) {
            clearTimeout(timer);
            timer = setTimeout(() => ask({ search: event.target.value }), 200);
          },
        }),
        h("label", { for: "ofx-runs-state" }, "State"),
        ofx.select(
          { id: "ofx-runs-state", onchange: (event) => ask({ state: event.target.value }) },
          h("option", { value: "" }, "every state"),
          STATES.map((state) => h("option", { value: state, selected: state === wanted.state }, ofx.words(state))),
        ),
      ),
      trouble,
      count,
      table,
      h("div.ofx-buttons", {}, back, on),
    );
    load();
    setInterval(() => document.hidden || load(), AGAIN);
  }

  function begin() {
    const root = document.getElementById("ofx-runs");
    if (root) {
      start(root);
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
