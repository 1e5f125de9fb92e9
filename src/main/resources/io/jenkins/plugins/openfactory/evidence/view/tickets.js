/* The tickets: what builds on what, when each was worked on, and one of them in full. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const WIDE = 176;
  const HIGH = 64;
  const ACROSS = 216;
  const DOWN = 76;
  let chosen = null;

  ofx.ticketLink = (ticket) =>
    h(
      "button.ofx-link",
      { type: "button", onclick: () => ofx.go("tickets", { ticket: ticket.id }) },
      "Ticket " + ticket.id,
    );

  /** The column of each ticket: one to the right of the last that it builds on. */
  function columns(tickets) {
    const byId = new Map(tickets.map((one) => [one.id, one]));
    const column = new Map();
    const visit = function (ticket, path) {
      if (column.has(ticket.id)) {
        return column.get(ticket.id);
      }
      const before = ticket.dependsOn.filter((id) => byId.has(id) && !path.includes(id));
      const at = before.length ? Math.max(...before.map((id) => visit(byId.get(id), path.concat(ticket.id)))) + 1 : 0;
      column.set(ticket.id, at);
      return at;
    };
    tickets.forEach((ticket) => visit(ticket, []));
    return column;
  }

  function places(tickets) {
    const column = columns(tickets);
    const used = [];
    const place = new Map();
    tickets.forEach(function (ticket) {
      const x = column.get(ticket.id);
      used[x] = (used[x] || 0) + 1;
      place.set(ticket.id, { x: x * ACROSS, y: (used[x] - 1) * DOWN });
    });
    return { of: place, width: (used.length - 1) * ACROSS + WIDE, height: (Math.max(...used.map((n) => n || 0)) - 1) * DOWN + HIGH };
  }

  function edges(tickets, place) {
    const lines = [];
    tickets.forEach(function (ticket) {
      const to = place.of.get(ticket.id);
      ticket.dependsOn.forEach(function (id) {
        const from = place.of.get(id);
        if (from) {
          const x = from.x + WIDE;
          const y = from.y + HIGH / 2;
          const end = to.y + HIGH / 2;
          const bend = (to.x - x) / 2;
          lines.push(
            ofx.svg("path", {
              class: "ofx-edge" + (chosen && (ticket.id === chosen || id === chosen) ? " ofx-on" : ""),
              d: "M" + x + " " + y + "c" + bend + " 0 " + bend + " " + (end - y) + " " + (to.x - x) + " " + (end - y),
            }),
          );
        }
      });
    });
    return ofx.svg(
      "svg",
      { class: "ofx-edges", width: place.width, height: place.height, "aria-hidden": "true", focusable: "false" },
      lines,
    );
  }

  function node(ticket, at) {
    const builds = ticket.dependsOn.length ? ", builds on " + ticket.dependsOn.join(" and ") : "";
    const button = h(
      "button.ofx-node.ofx-is-" + ofx.look(ticket.state),
      {
        type: "button",
        "data-key": "ticket-" + ticket.id,
        "aria-pressed": String(ticket.id === chosen),
        "aria-label": "Ticket " + ticket.id + ": " + ticket.title + ", " + ofx.words(ticket.state) + builds,
        title: ticket.title,
        onclick: () => ofx.go("tickets", { ticket: ticket.id }),
      },
      ofx.icon(ticket.state),
      h("span.ofx-node-text", {}, h("b", {}, ticket.id), " ", ticket.title),
    );
    button.style.left = at.x + "px";
    button.style.top = at.y + "px";
    return button;
  }

  function graph(tickets) {
    const place = places(tickets);
    const sheet = h("div.ofx-sheet", {}, edges(tickets, place), tickets.map((one) => node(one, place.of.get(one.id))));
    sheet.style.width = place.width + "px";
    sheet.style.height = place.height + "px";
    return h("div.ofx-graph", { tabindex: "0", role: "group", "aria-label": "Which ticket builds on which" }, sheet);
  }

  /** Brings the chosen ticket into the graph's window. */
  function centre(box) {
    const node = box.querySelector("[aria-pressed='true']");
    if (node && box.isConnected) {
      box.scrollTop = Math.max(0, node.offsetTop - box.clientHeight / 2);
      box.scrollLeft = Math.max(0, node.offsetLeft - box.clientWidth / 2);
    }
  }

  function spans(view, id) {
    const mine = (one) => one.ticket === id && (one.stage === "implement_loop" || one.stage === "integration");
    const model = view.exchanges.filter(mine).map((one) => ({ kind: "model", from: Date.parse(one.at), took: one.millis }));
    const commands = view.commands.filter((one) => mine(one) && one.allowed).map((one) => ({
      kind: one.passed || one.expected ? "passed" : "failed",
      from: Date.parse(one.at),
      took: one.millis || 0,
    }));
    return model.concat(commands).filter((one) => one.from).sort((a, b) => a.from - b.from);
  }

  function lane(ticket, own, begin, whole) {
    const first = own.length ? own[0].from : null;
    const last = own.length ? Math.max(...own.map((one) => one.from + one.took)) : null;
    const percent = (ms) => Math.max(0, Math.min(100, (100 * ms) / whole));
    const piece = function (one) {
      const width = Math.max(0.35, percent(one.took));
      const half = one.kind === "model";
      return ofx.svg("rect", {
        class: "ofx-lane-" + one.kind,
        x: Math.min(percent(one.from - begin), 100 - width) + "%",
        width: width + "%",
        y: half ? 7 : one.kind === "failed" ? 1 : 4,
        height: half ? 6 : one.kind === "failed" ? 18 : 12,
      });
    };
    const text = own.length
      ? ofx.time(last - first) + ", " + ofx.count(ticket.attempts, "attempt")
      : ticket.state === "pending" ? "not begun" : ofx.words(ticket.state);
    return h(
      "li.ofx-lane",
      {},
      h("span.ofx-lane-name", {}, ofx.icon(ticket.state), " ", ofx.ticketLink(ticket)),
      ofx.svg(
        "svg",
        { class: "ofx-lane-bar", "aria-hidden": "true", focusable: "false" },
        ofx.svg("rect", { class: "ofx-track", x: "0", y: "9", width: "100%", height: "2" }),
        own.map(piece),
      ),
      h("span.ofx-soft.ofx-lane-time", {}, text),
    );
  }

  function lanes(view) {
    const own = new Map(view.tickets.map((ticket) => [ticket.id, spans(view, ticket.id)]));
    const all = Array.from(own.values()).flat();
    if (!all.length) {
      return ofx.empty("No ticket has been worked on yet.");
    }
    const begin = Math.min(...all.map((one) => one.from));
    const end = Math.max(...all.map((one) => one.from + one.took));
    const whole = Math.max(1, end - begin);
    const key = (kind, text) =>
      h(
        "span.ofx-key",
        {},
        ofx.svg("svg", { width: 14, height: 20, "aria-hidden": "true" }, ofx.svg("rect", {
          class: "ofx-lane-" + kind,
          x: 1,
          width: 12,
          y: kind === "model" ? 7 : kind === "failed" ? 1 : 4,
          height: kind === "model" ? 6 : kind === "failed" ? 18 : 12,
        })),
        text,
      );
    return [
      h(
        "p.ofx-keys.ofx-soft",
        {},
        ofx.at(new Date(begin).toISOString()) + " to " + ofx.at(new Date(end).toISOString()) + " UTC ",
        key("model", "low: the model answers"),
        key("passed", "middle: a command passes"),
        key("failed", "high: a command fails"),
      ),
      h("ul.ofx-lanes", { tabindex: "0", "aria-label": "When each ticket was worked on" }, view.tickets.map((ticket) => lane(ticket, own.get(ticket.id), begin, whole))),
    ];
  }

  function contract(ticket) {
    return h(
      "dl.ofx-facts",
      {},
      ofx.fact("State", ofx.badge(ticket.state), " ", ofx.count(ticket.attempts, "attempt")),
      ofx.fact("Builds on", ticket.dependsOn.length ? ticket.dependsOn.map((id) => [ofx.ticketLink({ id: id }), " "]) : "the base alone"),
      ofx.fact("Commit", ofx.hash(ticket.commit), ticket.merged && ticket.merged !== ticket.commit ? [", merged as ", ofx.hash(ticket.merged)] : null),
      ofx.fact("May touch", ticket.mayTouch.map((rule) => h("div", {}, h("code.ofx-wrap", {}, rule.glob), " ", h("span.ofx-soft", {}, rule.allow.join(", "))))),
    );
  }

  /** One ticket in full. */
  function detail(ticket) {
    const added = ticket.changes.reduce((sum, file) => sum + file.added, 0);
    const removed = ticket.changes.reduce((sum, file) => sum + file.removed, 0);
    return h(
      "section.ofx-card.ofx-detail",
      { id: "ofx-ticket", tabindex: "-1", "aria-label": "Ticket " + ticket.id },
      h("h3", {}, "Ticket " + ticket.id + ": ", ticket.title),
      h("p.ofx-wrap", {}, ticket.goal),
      contract(ticket),
      ticket.summary ? h("p.ofx-soft.ofx-wrap", {}, ticket.summary) : null,
      ticket.tries.length
        ? ofx.section("Attempts", h("ol", {}, ticket.tries.map((one) => h("li", { value: one.number }, one.outcome, " ", ofx.open(one.page, "page")))))
        : null,
      ofx.section("Tests", h("ul.ofx-plain-list", {}, ticket.tests.map((test) => [ofx.proof(ticket, test)]))),
      ticket.done.length ? ofx.section("Done when", h("ul", {}, ticket.done.map((line) => h("li", {}, line)))) : null,
      ticket.changes.length
        ? ofx.section(
            "Files",
            h("p", {}, ofx.count(ticket.changes.length, "file") + ", +" + ofx.number(added) + " −" + ofx.number(removed) + " lines. ",
              h("button.jenkins-button", { type: "button", onclick: () => ofx.go("changes", { ticket: ticket.id }) }, "Show the changes")),
            h("ul.ofx-plain-list", {}, ticket.changes.slice(0, 300).map((file) =>
              h("li", {}, h("code.ofx-wrap", {}, file.path), " ", h("span.ofx-soft", {}, file.change + (file.binary ? ", binary" : ", +" + file.added + " −" + file.removed))))),
          )
        : null,
    );
  }

  ofx.tickets = function (view, ask) {
    if (!view.tickets.length) {
      return [ofx.empty("No tickets are planned yet.")];
    }
    const first = chosen === null;
    const found = (ask && view.tickets.find((one) => one.id === ask.ticket)) || view.tickets.find((one) => one.id === chosen);
    chosen = (found || view.tickets.find((one) => one.state === "running") || view.tickets[0]).id;
    const box = graph(view.tickets);
    if (first || (ask && ask.ticket)) {
      requestAnimationFrame(() => centre(box));
    }
    return [
      ofx.section("What builds on what", box),
      detail(view.tickets.find((one) => one.id === chosen)),
      ofx.section("Worked on over time", lanes(view)),
      view.omitted && view.omitted.tickets ? h("p.ofx-soft", {}, "… and " + ofx.count(view.omitted.tickets, "more ticket") + " that this page leaves out.") : null,
    ];
  };
})();
