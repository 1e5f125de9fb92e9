/* The whole view: the first screen, the panels, what a person can say, and how it stays up to date. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const PANELS = [
    ["overview", "Overview", ofx.overview, () => null, (v) => [v.head.status, v.story, v.words, v.audit]],
    ["spec", "Specification", ofx.spec, (v) => (v.spec ? v.spec.acceptanceCriteria.length : null), (v) => [v.spec, v.request]],
    ["tickets", "Tickets", ofx.tickets, (v) => v.tickets.length, (v) => [v.tickets, v.exchanges, v.commands]],
    ["changes", "Changes", ofx.changes, () => null, (v) => [v.tickets.map((one) => [one.patch, one.commit]), v.fixes]],
    ["trace", "Traceability", ofx.trace, () => null, (v) => [v.spec, v.tickets]],
    ["checks", "Checks", ofx.checks, (v) => v.rounds.length, (v) => [v.rounds, v.fixes, v.head.status.checks]],
    ["commands", "Commands", ofx.commands, (v) => v.commands.length, (v) => [v.commands, v.audit]],
    ["model", "Model", ofx.exchanges, (v) => v.exchanges.length, (v) => [v.exchanges, v.head.status.usage]],
    ["files", "Artifacts", ofx.files, (v) => v.files.length, (v) => v.files],
    ["log", "Log", ofx.log, () => null, () => null],
  ];
  /* Each panel: its id, its name, what makes it, what it counts, and what of the document it shows. */
  const POLL = 2000;
  const RELOAD = 4000;
  const HIDDEN = 15000;

  function start(root) {
    const source = (ofx.from = ofx.source(root));
    const report = root.dataset.mode === "report";
    const places = {
      title: h("header"),
      now: h("section", { "aria-label": "What happens now" }),
      act: h("section.ofx-act", { "aria-label": "What you can do", hidden: true }),
      refusal: h("p.ofx-error", { role: "alert", hidden: true }),
      strip: h("section", { "aria-label": "Stages" }),
      tabs: h("div.ofx-tabs", { role: "tablist", "aria-label": "Parts of the run" }),
      panel: h("div.ofx-panel", { id: "ofx-panel", role: "tabpanel", tabindex: "-1" }, h("p.ofx-soft.ofx-loading", {}, "Loading …")),
    };
    places.search = ofx.searchBox(() => view, source);
    let view = null;
    let head = null;
    let panel = PANELS.some(([id]) => "#" + id === location.hash) ? location.hash.slice(1) : "overview";
    let loaded = 0;
    let drawn = {};
    let busy = false;

    function changed(what, value) {
      const text = JSON.stringify(value);
      const differs = drawn[what] !== text;
      drawn[what] = text;
      return differs;
    }

    function tab([id, name, , count], i) {
      const on = id === panel;
      const number = view ? count(view) : null;
      return h(
        "button.ofx-tab",
        {
          type: "button",
          role: "tab",
          id: "ofx-tab-" + id,
          "data-key": "tab-" + id,
          "aria-selected": String(on),
          "aria-controls": "ofx-panel",
          tabindex: on ? "0" : "-1",
          onclick: () => go(id),
          onkeydown: (event) => arrow(event, i),
        },
        name,
        number === null ? null : h("span.ofx-tab-count", {}, " " + ofx.number(number)),
      );
    }

    function arrow(event, i) {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -i, End: PANELS.length - 1 - i }[event.key];
      if (step === undefined) {
        return;
      }
      event.preventDefault();
      const next = PANELS[(i + step + PANELS.length) % PANELS.length][0];
      go(next);
      document.getElementById("ofx-tab-" + next).focus();
    }

    function drawTabs() {
      const counts = PANELS.map(([id, , , count]) => [id, id === panel, view ? count(view) : null]);
      if (changed("tabs", counts)) {
        ofx.swap(places.tabs, PANELS.map(tab));
      }
    }

    function drawPanel(ask) {
      if (!view) {
        return;
      }
      const [id, name, make] = PANELS.find(([each]) => each === panel);
      places.panel.setAttribute("aria-labelledby", "ofx-tab-" + id);
      drawn.panel = JSON.stringify([id, PANELS.find(([each]) => each === id)[4](view)]);
      ofx.swap(places.panel, h("h2.ofx-out", {}, name), make(view, ask, source));
    }

    /** Shows a panel; {@code ask} says what of it. */
    function go(id, ask) {
      const other = id !== panel;
      panel = id;
      if (other) {
        history.replaceState(null, "", "#" + id);
      }
      drawTabs();
      drawPanel(ask);
      if (ask && !ask.stay) {
        places.panel.focus({ preventScroll: true });
        const at = document.getElementById(id === "tickets" ? "ofx-ticket" : "ofx-panel");
        if (at && id === "tickets") {
          at.focus({ preventScroll: true });
        }
        if (at && !ask.line) {
          at.scrollIntoView({ block: id === "tickets" ? "nearest" : "start" });
        }
      }
    }
    ofx.go = go;

    function drawHead() {
      const status = head.status;
      const announced = head.now.headline + ". " + head.now.action;
      if (changed("title", [status.title, status.status, status.usage])) {
        ofx.swap(places.title, ofx.title(status, report ? "h1" : "h2"));
      }
      if (changed("now", [head.now, status.pullRequest, status.checks, status.status, view && view.tickets])) {
        ofx.swap(places.now, ofx.now(head, view, source.live && root.dataset.word === "true" && head.now.word === "approve" && head.approval));
      }
      if (changed("strip", [status.stages, status.status])) {
        ofx.swap(places.strip, ofx.strip(status));
      }
      if (changed("said", announced)) {
        ofx.say(announced);
      }
      drawActions();
    }

    async function send(what, fields) {
      if (busy) {
        return;
      }
      busy = true;
      places.refusal.hidden = true;
      try {
        await source.send(what, fields);
        ofx.say({ cancel: "The run is being cancelled.", answer: "The answer was sent.", approve: "Approved.", reject: "Rejected." }[what]);
      } catch (error) {
        places.refusal.hidden = false;
        places.refusal.textContent = error.message;
      } finally {
        busy = false;
      }
      drawn.act = null;
      await refresh().catch(() => root.classList.add("ofx-lost"));
    }

    function button(text, style, work, key) {
      return h("button.jenkins-button" + style, { type: "button", onclick: work, "data-key": key }, text);
    }

    function answerForm() {
      const text = h("textarea.jenkins-input.ofx-input", { id: "ofx-answer", rows: "3", "data-key": "answer", maxlength: "16000" });
      return h(
        "div.ofx-form",
        {},
        h("label", { for: "ofx-answer" }, "Your answer"),
        text,
        button("Send the answer", ".jenkins-button--primary", () => (text.value.trim() ? send("answer", { text: text.value }) : text.focus()), "answer-send"),
      );
    }

    function approvalForm(approval) {
      const remark = h("textarea.jenkins-input.ofx-input", { id: "ofx-remark", rows: "1", "data-key": "remark", maxlength: "16000" });
      const where = { spec: "spec", tickets: "tickets", pr: "changes" }[approval.subject] || "overview";
      const say = (word) => () => send(word, { sha256: approval.sha256, remark: remark.value });
      return h(
        "div.ofx-form",
        {},
        h("p.ofx-wrap", {}, "You approve exactly what is shown here, " + (approval.subject === "pr" ? "the commit " : "SHA-256 "), h("code.ofx-wrap", { id: "ofx-bound" }, approval.sha256), ". A later change voids it."),
        approval.files.length
          ? h(
              "details",
              {},
              h("summary", {}, "To read for it: " + ofx.count(approval.files.length, "file")),
              h("ul.ofx-plain-list", {}, approval.files.slice(0, 300).map((path) => h("li", {}, ofx.open(path, path)))),
            )
          : null,
        h("label", { for: "ofx-remark" }, "Remark (may be left out)"),
        remark,
        h(
          "div.ofx-buttons",
          {},
          button("Look at it", "", () => go(where, {}), "look"),
          button("Approve", ".jenkins-button--primary", say("approve"), "approve"),
          button("Reject", ".jenkins-!-destructive-color", say("reject"), "reject"),
        ),
      );
    }

    function cancelForm() {
      const place = h("div.ofx-buttons");
      const ask = function () {
        place.replaceChildren(
          h("span", {}, "Stop the run for good?"),
          button("Yes, cancel it", ".jenkins-!-destructive-color", () => send("cancel", {}), "cancel-yes"),
          button("No", "", rest, "cancel-no"),
        );
        place.querySelector("button").focus();
      };
      const rest = function () {
        place.replaceChildren(button("Cancel the run", ".jenkins-!-destructive-color", ask, "cancel"));
      };
      rest();
      return place;
    }

    function drawActions() {
      const status = head.status;
      const may = source.live && root.dataset.word === "true";
      const cancel = source.live && root.dataset.cancel === "true" && !ofx.ended(status.status) && status.status !== "cancel_requested";
      const word = may && head.now.word;
      if (!changed("act", [word, head.approval, status.waitingText, cancel])) {
        return;
      }
      places.act.hidden = !word && !cancel;
      ofx.swap(
        places.act,
        word === "answer" ? answerForm() : null,
        word === "approve" && head.approval ? approvalForm(head.approval) : null,
        cancel ? cancelForm() : null,
      );
    }

    async function loadView() {
      const grown = !view || head.logSize !== view.head.logSize || head.revision !== view.head.revision;
      if (!grown || (view && Date.now() - loaded < RELOAD && !ofx.ended(head.status.status) && head.revision === view.head.revision)) {
        return;
      }
      view = await source.view();
      loaded = Date.now();
      source.forget();
      drawTabs();
      if (drawn.panel !== JSON.stringify([panel, PANELS.find(([each]) => each === panel)[4](view)])) {
        drawPanel({ stay: true });
      }
      drawHead();
    }

    async function refresh() {
      head = await source.head();
      drawHead();
      await ofx.pollLog(source);
      await loadView();
    }

    /** Whether there is nothing of the run to look at. */
    function missing(so) {
      places.search.hidden = places.tabs.hidden = places.panel.hidden = so;
    }

    async function poll() {
      let wait = POLL;
      try {
        await refresh();
        root.classList.remove("ofx-lost");
        missing(false);
        if (head && ofx.ended(head.status.status)) {
          return;
        }
      } catch (error) {
        if (!head && error.status === 404) {
          missing(true);
          ofx.swap(places.now, ofx.nothing(error.message));
          ofx.say(error.message);
          wait = HIDDEN;
        } else {
          root.classList.add("ofx-lost");
          ofx.say("The run can't be asked: " + error.message);
          wait = 2 * POLL;
        }
      }
      setTimeout(poll, document.hidden ? HIDDEN : wait);
    }

    const main = h(
      report ? "main" : "div",
      { class: "ofx-view" },
      h("a.ofx-skip", { href: "#ofx-panel", onclick: skip }, "Skip to the parts of the run"),
      h("p.ofx-out", { id: "ofx-say", role: "status", "aria-live": "polite" }),
      places.title,
      places.strip,
      places.now,
      places.refusal,
      places.act,
      places.search,
      places.tabs,
      places.panel,
    );
    function skip(event) {
      event.preventDefault();
      places.panel.focus();
      places.panel.scrollIntoView();
    }
    root.replaceChildren(main);
    root.classList.add("ofx-on-script");
    if (!report) {
      ofx.shade(root);
    }
    window.addEventListener("hashchange", function () {
      const id = location.hash.slice(1);
      if (id !== panel && PANELS.some(([each]) => each === id)) {
        go(id, {});
      }
    });
    if (source.live) {
      setInterval(() => ofx.tick(root), 1000);
    }
    drawTabs();
    poll();
  }

  function begin() {
    const root = document.getElementById("ofx-run");
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
