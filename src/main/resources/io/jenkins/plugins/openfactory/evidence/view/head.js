/* The first screen: what the run is, what happens now, what is to be done, the pull request, the eight stages. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;

  function elapsed(stage, status) {
    if (!stage.startedAt) {
      return null;
    }
    const end = stage.endedAt || (ofx.ended(status.status) ? last(status) : null);
    return (end ? Date.parse(end) : Date.now()) - Date.parse(stage.startedAt);
  }

  /** A time that goes on while the page is looked at. */
  function clock(since, until) {
    const node = h("span.ofx-num", {}, ofx.time((until ? Date.parse(until) : Date.now()) - Date.parse(since)));
    if (!until) {
      node.dataset.since = since;
    }
    return node;
  }

  ofx.tick = function (root) {
    root.querySelectorAll("[data-since]").forEach(function (node) {
      node.textContent = ofx.time(Date.now() - Date.parse(node.dataset.since));
    });
  };

  /** The state of a stage for people: one that was begun waits or has ended where the run does. */
  function state(one, status) {
    return one.status === "running" && status.status !== "cancel_requested" && status.status !== "queued" ? status.status : one.status;
  }

  function stage(one, status) {
    const going = one.status === "running" && !ofx.ended(status.status);
    const item = h(
      "li.ofx-stage.ofx-is-" + ofx.look(state(one, status)),
      { "aria-current": going ? "step" : null, title: one.summary || null },
      h("span.ofx-stage-name", {}, h("span.ofx-soft", {}, one.number + " "), ofx.stage(one.id)),
      ofx.badge(state(one, status)),
      h(
        "span.ofx-stage-time.ofx-soft",
        {},
        one.startedAt ? clock(one.startedAt, one.endedAt || (going ? null : last(status))) : "–",
        one.attempts > 1 ? " · " + one.attempts + " attempts" : null,
      ),
    );
    return item;
  }

  ofx.strip = (status) => h("ol.ofx-strip", { "aria-label": "Stages" }, status.stages.map((one) => stage(one, status)));

  function cost(usage) {
    if (!usage.exchanges) {
      return "no model asked yet";
    }
    if (usage.unpricedExchanges === usage.exchanges) {
      return "cost unknown";
    }
    return ofx.usd(usage.usd) + (usage.unpricedExchanges ? " and more of unknown price" : "");
  }

  ofx.cost = cost;

  /** When the last thing happened. */
  function last(status) {
    return status.stages.reduce((end, one) => (one.endedAt && one.endedAt > end ? one.endedAt : end), status.updatedAt);
  }

  ofx.title = function (status, level) {
    const usage = status.usage;
    return h(
      "div.ofx-title",
      {},
      h(level, { id: "ofx-title" }, status.title || status.runId),
      h(
        "p.ofx-soft",
        {},
        "Run ",
        h("code", {}, status.runId),
        " · begun " + ofx.at(status.createdAt, true) + " UTC · ",
        clock(status.createdAt, ofx.ended(status.status) ? last(status) : null),
        " · " + ofx.number(usage.promptTokens + usage.completionTokens) + " tokens, " + cost(usage),
      ),
    );
  };

  function pull(status) {
    const request = status.pullRequest;
    return h(
      "div.ofx-card.ofx-pull",
      {},
      h("h2.ofx-small", {}, "Pull request"),
      request
        ? h(
            "p",
            {},
            /^https?:/.test(request.url || "") ? ofx.web(request.url, "#" + request.number) : h("b", {}, "#" + request.number),
            " ",
            h("span.ofx-soft", {}, (request.draft ? "draft, " : "") + "at "),
            ofx.hash(request.headSha),
          )
        : h("p.ofx-soft", {}, "None yet."),
      request && !/^https?:/.test(request.url || "") ? h("p.ofx-soft.ofx-wrap", {}, request.url) : null,
      h(
        "ul.ofx-plain-list",
        { "aria-label": "Required checks" },
        status.checks.map((check) =>
          h("li", {}, ofx.badge(check.conclusion || check.status || "pending"), " ", check.name),
        ),
      ),
    );
  }

  function fact(name, ...value) {
    return h("div", {}, h("dt", {}, name), h("dd", {}, value));
  }

  ofx.fact = fact;

  /** What there is so far, in a few numbers. */
  function sums(view) {
    if (!view || !view.tickets.length) {
      return null;
    }
    const tickets = view.tickets;
    const files = new Set(tickets.flatMap((one) => one.changes.map((file) => file.path)));
    const sum = (name) => tickets.reduce((all, one) => all + one.changes.reduce((each, file) => each + file[name], 0), 0);
    const criteria = view.spec ? view.spec.acceptanceCriteria : [];
    const held = criteria.filter((one) => ofx.holds(view, one.id)).length;
    const done = tickets.filter((one) => one.state === "succeeded").length;
    return h(
      "dl.ofx-facts.ofx-sums",
      {},
      fact("Tickets done", done + " of " + tickets.length),
      fact("Criteria that hold", held + " of " + criteria.length),
      fact("Change", ofx.count(files.size, "file") + ", +" + ofx.number(sum("added")) + " −" + ofx.number(sum("removed"))),
      fact("Attempts", ofx.number(tickets.reduce((all, one) => all + one.attempts, 0)) + (view.fixes.length ? ", " + ofx.count(view.fixes.length, "fix") : "")),
    );
  }

  function next(now, status, view, asked) {
    return h(
      "div.ofx-card.ofx-next.ofx-is-" + ofx.look(status.status),
      {},
      h("h2.ofx-headline", {}, ofx.icon(status.status), " ", now.headline),
      now.text && !asked ? h("p.ofx-wrap", {}, now.text) : null,
      h("p.ofx-todo", {}, h("b", {}, now.person ? "Next for you: " : "Next: "), now.action),
      sums(view),
    );
  }

  /** What happens now, the next action, and the pull request with its checks; {@code asked}: a form below says what is asked. */
  ofx.now = (head, view, asked) => h("div.ofx-now", {}, next(head.now, head.status, view, asked), pull(head.status));

  /** In place of all that, where there is no run to tell of. */
  ofx.nothing = (text) => h("div.ofx-card.ofx-next", {}, h("h2.ofx-headline", {}, "No run to show"), h("p.ofx-wrap", {}, text));

  /** Everything else about the run in short: for the first panel. */
  ofx.overview = function (view) {
    const status = view.head.status;
    const begin = Date.parse(status.createdAt);
    const whole = Math.max(1, Date.parse(last(status)) - begin);
    return [
      ofx.section(
        "Stages",
        ofx.table(
          "Stages",
          ["Stage", "State", "Attempts", "Began (UTC)", "Time", "Course", "What came of it"],
          status.stages,
          (one) => [
            h("th.ofx-num", { scope: "row" }, one.number + " " + ofx.stage(one.id)),
            ofx.td(ofx.badge(state(one, status))),
            ofx.num(one.attempts),
            ofx.num(ofx.at(one.startedAt)),
            ofx.num(ofx.time(elapsed(one, status))),
            h("td.ofx-course", {}, bar(one, begin, whole, status)),
            ofx.td(one.summary || "–"),
          ],
        ),
      ),
      view.story.length
        ? ofx.section("How it went", h("ol.ofx-story", {}, view.story.map((line) => h("li", {}, line))))
        : null,
      view.words.length ? ofx.section("What people said", h("ul", {}, view.words.map(word))) : null,
      ofx.section("Facts", facts(view)),
    ];
  };

  function bar(one, begin, whole, status) {
    const took = elapsed(one, status);
    if (took === null) {
      return null;
    }
    const width = Math.min(100, Math.max(1, (100 * took) / whole));
    const x = Math.max(0, Math.min((100 * (Date.parse(one.startedAt) - begin)) / whole, 100 - width));
    return ofx.svg(
      "svg",
      { class: "ofx-bar", "aria-hidden": "true" },
      ofx.svg("rect", { class: "ofx-track", x: "0", y: "3", width: "100%", height: "2" }),
      ofx.svg("rect", { class: "ofx-span", x: x + "%", y: "0", width: width + "%", height: "8" }),
    );
  }

  function word(one) {
    const what = { answer: " answered", approve: " approved ", reject: " rejected " }[one.decision] || " ";
    const subject = { spec: "the specification", tickets: "the tickets", pr: "the pull request's commit", clarification: "" };
    return h(
      "li",
      {},
      h("b", {}, one.by),
      what + (one.subject in subject ? subject[one.subject] : one.subject) + " on " + ofx.at(one.at, true) + " UTC ",
      ofx.hash(one.sha256),
      one.text ? h("blockquote", {}, one.text) : null,
    );
  }

  function facts(view) {
    const status = view.head.status;
    const model = status.model || {};
    const audit = view.audit;
    return h(
      "dl.ofx-facts",
      {},
      fact("Model", (model.provider || "–") + " " + (model.modelId || ""), h("div.ofx-soft.ofx-wrap", {}, model.baseUrl)),
      fact(
        "Tokens",
        ofx.number(status.usage.promptTokens) + " prompt, " + ofx.number(status.usage.completionTokens) + " completion in " +
          ofx.count(status.usage.exchanges, "exchange"),
      ),
      fact("Cost", cost(status.usage)),
      fact("Sandbox", status.sandbox.tier || "not probed yet", h("div.ofx-soft", {}, status.sandbox.detail)),
      fact("Audit chain", ofx.count(audit.length, "record") + ", head ", ofx.hash(audit.head), h("div.ofx-soft", {}, audit.problem || "every link holds")),
      fact("Request", ofx.hash(status.request.sha256)),
      fact("Specification", status.spec.sha256 ? ofx.hash(status.spec.sha256) : "not frozen yet"),
      fact("Branch", status.pullRequest ? h("code", {}, status.pullRequest.branch) : "–"),
      fact("Trace", h("code.ofx-wrap", {}, status.traceId)),
    );
  }
})();
