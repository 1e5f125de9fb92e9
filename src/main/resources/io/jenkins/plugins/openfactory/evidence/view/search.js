/* Search across the run: its specification, tickets, commands, checks, exchanges, files, patches and logs. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const MOST = 200;
  const AROUND = 60;

  /** Everything of the document that can be found: where it is, what it says, how to get there. */
  function* texts(view) {
    const status = view.head.status;
    yield ["Request", view.request.text, () => ofx.go("spec")];
    if (view.spec) {
      const spec = view.spec;
      yield ["Specification", spec.title, () => ofx.go("spec")];
      yield ["Specification", spec.summary, () => ofx.go("spec")];
      for (const one of spec.acceptanceCriteria) {
        yield ["Criterion " + one.id, one.id + " " + one.statement + " " + one.verification, () => ofx.go("trace")];
      }
      for (const line of spec.scope.concat(spec.nonGoals, spec.assumptions, spec.constraints)) {
        yield ["Specification", line, () => ofx.go("spec")];
      }
      for (const one of spec.risks) {
        yield ["Risk", one.risk + " " + one.mitigation, () => ofx.go("spec")];
      }
    }
    for (const one of status.stages) {
      yield ["Stage " + ofx.stage(one.id), one.id + " " + one.summary, () => ofx.go("overview")];
    }
    for (const one of view.tickets) {
      const go = () => ofx.go("tickets", { ticket: one.id });
      yield ["Ticket " + one.id, one.title, go];
      yield ["Ticket " + one.id, one.goal, go];
      yield ["Ticket " + one.id, one.summary, go];
      for (const each of one.tries) {
        yield ["Ticket " + one.id + ", attempt " + each.number, each.outcome, go];
      }
      for (const file of one.changes) {
        yield ["File of ticket " + one.id, file.path, () => ofx.go("changes", { ticket: one.id, path: file.path })];
      }
    }
    for (const one of view.commands) {
      yield ["Command " + one.seq, one.argv.join(" ") + " " + one.ending + " " + (one.reason || ""), () => ofx.go("commands")];
    }
    for (const one of view.exchanges) {
      yield ["Exchange", one.purpose + " " + one.attempt + " " + (one.ticket || "") + " " + one.finish, () => ofx.go("model")];
    }
    for (const one of view.rounds) {
      yield ["Check round " + one.name, one.verdict + " " + one.reason + " " + one.commit, () => ofx.go("checks")];
      for (const seen of one.seen) {
        yield ["Check " + seen.name, seen.state + " " + seen.summary, () => ofx.go("checks")];
      }
    }
    for (const line of view.story) {
      yield ["How it went", line, () => ofx.go("overview")];
    }
    for (const one of view.files) {
      yield ["Artifact", one.path, () => ofx.go("files")];
    }
  }

  function hit(place, text, at, length, go) {
    const from = Math.max(0, at - AROUND);
    const to = Math.min(text.length, at + length + AROUND);
    return h(
      "li",
      {},
      h(
        "button.ofx-hit",
        { type: "button", onclick: go },
        h("b", {}, place),
        h("span.ofx-hit-text", {}, from > 0 ? "…" : "", text.slice(from, at), h("mark", {}, text.slice(at, at + length)), text.slice(at + length, to), to < text.length ? "…" : ""),
      ),
    );
  }

  function inLines(name, text, word, found, go) {
    const lower = text.toLowerCase();
    let line = 0;
    let counted = 0;
    for (let at = lower.indexOf(word); at >= 0 && found.length < MOST; at = lower.indexOf(word, at + word.length)) {
      for (; counted < at; counted++) {
        line += text.charCodeAt(counted) === 10 ? 1 : 0;
      }
      const begin = text.lastIndexOf("\n", at - 1) + 1;
      const end = text.indexOf("\n", at);
      const here = line;
      found.push(hit(name + ", line " + (line + 1), text.slice(begin, end < 0 ? undefined : end), at - begin, word.length, () => go(here)));
    }
  }

  async function search(view, source, word, alive) {
    const found = [];
    for (const [place, text, go] of texts(view)) {
      const at = (text || "").toLowerCase().indexOf(word);
      if (at >= 0 && found.length < MOST) {
        found.push(hit(place, text, at, word.length, go));
      }
    }
    const log = ofx.runLog;
    log.all.forEach(function (line, i) {
      const at = line.toLowerCase().indexOf(word);
      if (at >= 0 && found.length < MOST) {
        found.push(hit("Log, line " + (i + 1 + log.dropped), line, at, word.length, () => ofx.go("log", { path: "", line: i + log.dropped })));
      }
    });
    for (const ticket of view.tickets.filter((one) => one.patch)) {
      if (!alive() || found.length >= MOST) {
        break;
      }
      const part = await source.text(ticket.patch).catch(() => null);
      if (part) {
        inLines("Change of ticket " + ticket.id, part.text, word, found, () => ofx.go("changes", { ticket: ticket.id }));
      }
    }
    if (!source.live) {
      for (const name of source.names().filter((one) => one.endsWith(".log") || one.endsWith(".md"))) {
        if (found.length < MOST) {
          inLines(name, (await source.text(name)).text, word, found, (line) => ofx.go("log", { path: name, line: line }));
        }
      }
    }
    return found;
  }

  /** The search box with its results below. */
  ofx.searchBox = function (current, source) {
    const count = h("p.ofx-soft", { id: "ofx-search-count", role: "status" });
    const list = h("ol.ofx-hits", { "aria-label": "Results" });
    const results = h("div.ofx-results", { hidden: true }, count, list);
    let turn = 0;
    let timer = null;
    async function run(text) {
      const mine = ++turn;
      const word = text.trim().toLowerCase();
      results.hidden = word.length < 2;
      if (results.hidden || !current()) {
        list.replaceChildren();
        count.textContent = "";
        return;
      }
      count.textContent = "Searching …";
      const found = await search(current(), source, word, () => mine === turn);
      if (mine === turn) {
        list.replaceChildren(...found);
        count.textContent = found.length ? (found.length >= MOST ? "The first " : "") + ofx.count(found.length, "result") : "Nothing found.";
      }
    }
    const input = h("input.jenkins-input.ofx-input", {
      id: "ofx-search",
      type: "search",
      autocomplete: "off",
      placeholder: "Search this run",
      oninput: function (event) {
        clearTimeout(timer);
        timer = setTimeout(() => run(event.target.value), 150);
      },
      onkeydown: function (event) {
        if (event.key === "Escape") {
          input.value = "";
          run("");
        }
      },
    });
    return h("div.ofx-search", { role: "search" }, h("label.ofx-out", { for: "ofx-search" }, "Search this run"), input, results);
  };
})();
