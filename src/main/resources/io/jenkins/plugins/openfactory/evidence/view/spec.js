/* The frozen specification, and from each of its criteria to what shows that it holds. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;

  function list(title, items, none) {
    return h(
      "details.ofx-more-of",
      {},
      h("summary", {}, title, " ", h("span.ofx-soft", {}, String(items.length))),
      items.length ? h("ul", {}, items.map((item) => h("li", {}, item))) : h("p.ofx-soft", {}, none),
    );
  }

  const authors = { architecture: "the architecture", tickets: "the plan of tickets", "ci-fix": "the mend of a failed check" };

  /** What the models want a person to confirm. */
  function notes(all) {
    return all.length
      ? ofx.section(
          "To confirm",
          h(
            "ul",
            {},
            all.map((note) =>
              h(
                "li",
                {},
                h("b", {}, (note.kind === "concern" ? "Concern of " : "Decision of ") + (authors[note.by] || "ticket " + note.by)),
                ": ",
                note.text,
              ),
            ),
          ),
        )
      : null;
  }

  ofx.spec = function (view) {
    const spec = view.spec;
    const request = h(
      "details.ofx-more-of",
      { open: !spec },
      h("summary", {}, "The request, from " + (view.request.origin || "its author")),
      h("pre.ofx-pre", { tabindex: "0" }, view.request.text),
      h("p.ofx-soft.ofx-wrap", {}, "SHA-256 ", h("code", {}, view.request.sha256)),
    );
    if (!spec) {
      return [ofx.empty("Nothing is frozen yet."), request];
    }
    return [
      h("p", {}, h("b", {}, "Frozen as SHA-256 "), h("code.ofx-wrap", {}, spec.sha256)),
      spec.summary.split(/\n\s*\n/).map((text) => h("p", {}, text)),
      notes(view.notes || []),
      ofx.section(
        "Acceptance criteria",
        h(
          "ol.ofx-criteria",
          {},
          spec.acceptanceCriteria.map((one) =>
            h("li", {}, h("b", {}, one.id), " ", one.statement, h("div.ofx-soft", {}, "Verified by: ", one.verification)),
          ),
        ),
      ),
      list("Scope", spec.scope, "Nothing."),
      list("Not built on purpose", spec.nonGoals, "Nothing is left out on purpose."),
      list("Assumptions", spec.assumptions, "None: the request left nothing open."),
      list("Constraints", spec.constraints, "None."),
      list("Risks", spec.risks.map((one) => one.risk + " Mitigation: " + one.mitigation), "None."),
      request,
    ];
  };

  function result(run, must, none) {
    if (!run) {
      return h("span.ofx-soft", {}, none);
    }
    const expected = must && !run.passed;
    return h(
      "span",
      {},
      ofx.badge(run.passed || expected ? "passed" : "failed", expected ? "failed as it must" : run.passed ? "passed" : "failed"),
      " ",
      h("span.ofx-soft", {}, run.ending + ", " + ofx.time(run.millis) + " "),
      run.log ? ofx.open(run.log, "log") : null,
    );
  }

  ofx.proof = function (ticket, test) {
    return h(
      "li.ofx-proof",
      {},
      h("code.ofx-argv", {}, test.argv.join(" ")),
      " ",
      ofx.badge(test.holds ? "passed" : "pending", test.holds ? "holds" : "not shown yet"),
      h(
        "dl.ofx-facts.ofx-tight",
        {},
        ofx.fact("Without the change", result(test.before, true, test.mustFailFirst ? "not recorded" : "not asked for")),
        ofx.fact("With it", result(test.after, false, "not recorded")),
        ofx.fact("On the run branch", result(test.merged, false, ticket.merged && ticket.merged === ticket.commit ? "same commit" : "not recorded")),
      ),
    );
  };

  function hunks(ticket) {
    const files = ticket.changes;
    const count = files.reduce((sum, file) => sum + file.hunks.length, 0);
    return h(
      "details.ofx-hunks",
      {},
      h("summary", {}, ofx.count(count, "hunk") + " in " + ofx.count(files.length, "file")),
      h(
        "ul.ofx-plain-list",
        {},
        files.slice(0, 200).map((file) =>
          h(
            "li",
            {},
            h("code", {}, file.path),
            " ",
            file.hunks.slice(0, 50).map((hunk) => [
              h(
                "button.ofx-link",
                { type: "button", onclick: () => ofx.go("changes", { ticket: ticket.id, path: file.path, line: hunk.newStart }) },
                "lines " + hunk.newStart + "–" + Math.max(hunk.newStart, hunk.newStart + hunk.newLines - 1),
              ),
              " ",
            ]),
          ),
        ),
      ),
    );
  }

  function proving(view, id) {
    return view.tickets
      .map((ticket) => ({ ticket: ticket, tests: ticket.tests.filter((test) => test.proves.includes(id)) }))
      .filter((one) => one.tests.length);
  }

  /** Whether every test of a criterion holds, and it has one. */
  ofx.holds = function (view, id) {
    const found = proving(view, id);
    return found.length > 0 && found.every((each) => each.tests.every((test) => test.holds));
  };

  /** Criterion → ticket → test → hunk. */
  ofx.trace = function (view) {
    if (!view.spec) {
      return [ofx.empty("Nothing is frozen yet.")];
    }
    const criteria = view.spec.acceptanceCriteria;
    const held = criteria.filter((one) => ofx.holds(view, one.id)).length;
    const place = h("ol.ofx-trace");
    const more = ofx.many(place, criteria, (one) => criterion(one, proving(view, one.id), ofx.holds(view, one.id)), 30);
    return [
      h("p", {}, ofx.badge(held === criteria.length ? "passed" : "pending", held + " of " + criteria.length + " criteria hold")),
      place,
      more,
    ];
  };

  function criterion(one, found, holds) {
    return h(
      "li.ofx-card",
      {},
      h("p", {}, h("b", {}, one.id), " ", ofx.badge(holds ? "passed" : "pending", holds ? "holds" : "not shown yet"), " ", one.statement),
      found.length ? null : h("p.ofx-soft", {}, "No test shows it."),
      found.map((each) =>
        h(
          "div.ofx-traced",
          {},
          h("p", {}, ofx.ticketLink(each.ticket), " ", ofx.hash(each.ticket.merged || each.ticket.commit)),
          h("ul.ofx-plain-list", {}, each.tests.map((test) => ofx.proof(each.ticket, test))),
          each.ticket.changes.length ? hunks(each.ticket) : null,
        ),
      ),
    );
  }
})();
