/* The long tables: checks, commands, exchanges, artifacts. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;

  /** Opens an artifact in the log panel; a link to the file where the report does not carry it. */
  ofx.open = function (path, text) {
    const source = ofx.from;
    if (source && !source.live && !source.has(path)) {
      return h("a", { href: source.link(path) }, text);
    }
    return h("button.ofx-link", { type: "button", title: path, onclick: () => ofx.go("log", { path: path }) }, text);
  };

  function seen(check) {
    return h(
      "li",
      {},
      ofx.badge(check.state),
      " ",
      check.name,
      check.app ? h("span.ofx-soft", {}, " (" + check.app + ")") : null,
      check.summary ? h("span.ofx-soft.ofx-wrap", {}, " " + check.summary) : null,
      " ",
      check.log ? ofx.open(check.log, "log") : null,
    );
  }

  function round(one, number) {
    return h(
      "section.ofx-card",
      {},
      h("h3", {}, "Round " + number + " on ", ofx.hash(one.commit), " ", ofx.badge(one.verdict)),
      h("p.ofx-soft", {}, "Looked at from " + ofx.at(one.at, true) + " UTC"),
      one.reason ? h("p.ofx-wrap", {}, h("b", {}, "Verdict: "), one.reason) : null,
      h("ul.ofx-plain-list", { "aria-label": "Checks of round " + number }, one.seen.map(seen)),
      one.tried.length
        ? [
            h("h4", {}, "Tried here to find whose fault it is"),
            h(
              "ul.ofx-plain-list",
              {},
              one.tried.map((each) => h("li", {}, h("code.ofx-argv", {}, each.argv.join(" ")), " ", each.ending, " ", ofx.open(each.log, "log"))),
            ),
          ]
        : null,
      one.excerpt
        ? h("details.ofx-more-of", { open: true }, h("summary", {}, "What failed"), h("pre.ofx-pre", { tabindex: "0" }, one.excerpt))
        : null,
    );
  }

  ofx.checks = function (view) {
    const status = view.head.status;
    const last = status.checks.length
      ? ofx.table("Required checks", ["Check", "Conclusion", "Commit", "Verdict"], status.checks, (check) => [
          h("th", { scope: "row" }, check.name),
          ofx.td(ofx.badge(check.conclusion || check.status || "pending")),
          ofx.td(ofx.hash(check.headSha)),
          ofx.td(ofx.words(check.verdict) || "–"),
        ])
      : ofx.empty("No required check has been looked at yet.");
    return [
      last,
      view.rounds.map((one, i) => round(one, i + 1)),
      view.fixes.length
        ? ofx.section(
            "Fixes",
            h(
              "ul",
              {},
              view.fixes.map((fix) =>
                h("li", {}, "Fix " + fix.number + " ", ofx.hash(fix.commit), fix.pushed ? " was pushed. " : " was not kept. ",
                  fix.patch ? h("button.ofx-link", { type: "button", onclick: () => ofx.go("changes", { ticket: "fix-" + fix.number }) }, "Show it") : null),
              ),
            ),
          )
        : null,
    ];
  };

  let only = "all";

  ofx.commands = function (view) {
    const audit = view.audit;
    const wanted = view.commands.filter((one) =>
      only === "denied" ? !one.allowed : only === "failed" ? one.allowed && !one.passed && !one.expected : true,
    );
    const choose = ofx.select(
      {
        id: "ofx-commands-only",
        "data-key": "commands-only",
        onchange: function (event) {
          only = event.target.value;
          ofx.go("commands", { stay: true });
        },
      },
      [["all", "All commands"], ["failed", "Failed"], ["denied", "Denied"]].map(([value, text]) => h("option", { value: value, selected: value === only }, text)),
    );
    return [
      h("p.ofx-soft.ofx-wrap", {}, ofx.count(audit.length, "audit record") + ", head ", h("code.ofx-wrap", {}, audit.head), "; ", audit.problem || "every link of the chain holds."),
      h("div.ofx-bar-of", {}, h("label", { for: "ofx-commands-only" }, "Show"), choose, h("span.ofx-soft", {}, ofx.count(wanted.length, "command"))),
      wanted.length
        ? ofx.table("Commands", ["#", "Stage", "Ticket", "Command", "Decision", "Sandbox", "Result", "Time", "Log"], wanted, command, view.omitted.commands)
        : ofx.empty("There is none."),
    ];
  };

  function command(one) {
    return [
      ofx.num(one.seq),
      ofx.td(ofx.stage(one.stage), one.job ? h("div.ofx-soft", {}, one.job) : null),
      ofx.td(one.ticket || "–"),
      ofx.td(h("code.ofx-argv", {}, one.argv.join(" ")), h("div.ofx-soft", {}, "proposed by " + one.by)),
      ofx.td(
        ofx.badge(one.allowed ? "allowed" : "denied"),
        one.reason ? h("div.ofx-wrap", {}, (one.code || "") + ": " + one.reason) : null,
        h("div.ofx-soft", {}, "rule " + one.rule),
      ),
      ofx.td(one.tier ? one.tier + (one.network === "loopback" ? ", no network" : one.network ? ", network " + one.network : "") : "–"),
      ofx.td(
        one.allowed ? ofx.badge(one.passed || one.expected ? "passed" : "failed", one.ending + (one.expected ? ", as it must" : "")) : "did not run",
      ),
      ofx.num(one.millis === null ? "–" : ofx.time(one.millis)),
      ofx.td(one.log ? ofx.open(one.log, "log") : "–"),
    ];
  }

  ofx.exchanges = function (view, ask, source) {
    const status = view.head.status;
    const model = status.model || {};
    if (!view.exchanges.length) {
      return [ofx.empty("No model has been asked yet.")];
    }
    const columns = ["At (UTC)", "Stage", "Ticket", "Purpose", "Model", "Prompt tokens", "Completion tokens", "Cost", "Time", "End"];
    const place = h("div", { id: "ofx-exchange", tabindex: "-1" });
    return [
      h(
        "p.ofx-wrap",
        {},
        (model.provider || "") + " " + (model.modelId || "") + " at ",
        h("code.ofx-wrap", {}, model.baseUrl),
        ", temperature " + model.temperature + ", at most " + ofx.number(model.maxTokens) + " tokens a reply. In all " +
          ofx.number(status.usage.promptTokens) + " prompt and " + ofx.number(status.usage.completionTokens) + " completion tokens, " + ofx.cost(status.usage) + ".",
      ),
      place,
      ofx.table(
        "Model exchanges",
        source.exchange ? columns.concat("Words") : columns,
        view.exchanges,
        (one) => [
          ofx.num(ofx.at(one.at)),
          ofx.td(ofx.stage(one.stage)),
          ofx.td(one.ticket || "–"),
          ofx.td(one.purpose + " " + one.attempt),
          ofx.td(one.model),
          ofx.num(ofx.number(one.promptTokens)),
          ofx.num(ofx.number(one.completionTokens)),
          ofx.num(ofx.usd(one.usd)),
          ofx.num(ofx.time(one.millis)),
          ofx.td(one.finish + (one.tries > 1 ? " after " + one.tries + " tries" : "")),
          source.exchange ? ofx.td(h("button.ofx-link", { type: "button", onclick: () => words(one, place, source) }, "show")) : null,
        ],
        view.omitted.exchanges,
      ),
    ];
  };

  function words(one, place, source) {
    place.replaceChildren(h("p.ofx-soft", {}, "Loading …"));
    source.exchange(one.key).then(
      function (found) {
        place.replaceChildren(
          h(
            "section.ofx-card",
            {},
            h("h3", {}, "The exchange " + one.purpose + " " + one.attempt + (one.ticket ? " of ticket " + one.ticket : "")),
            found.messages.map((message) => h("details.ofx-more-of", {}, h("summary", {}, "Asked as " + message.role), h("pre.ofx-pre", { tabindex: "0" }, message.text))),
            h("details.ofx-more-of", { open: true }, h("summary", {}, "Answered"), h("pre.ofx-pre", { tabindex: "0" }, found.reply)),
          ),
        );
        place.focus();
        place.scrollIntoView({ block: "nearest" });
      },
      (error) => place.replaceChildren(h("p.ofx-error", { role: "alert" }, error.message)),
    );
  }

  ofx.files = function (view, ask, source) {
    if (!view.files.length) {
      return [ofx.empty("Nothing is published yet.")];
    }
    const hashed = view.files.some((file) => file.sha256);
    return [
      hashed ? h("p.ofx-soft", {}, "The bundle's manifest has every file's hash, those of this page and the manifest's own neighbours too.") : null,
      ofx.table(
        "Artifacts",
        hashed ? ["File", "Size", "SHA-256"] : ["File", "Size"],
        view.files,
        (file) => [
          ofx.td(ofx.open(file.path, file.path), source.live ? null : [" ", h("a.ofx-soft", { href: source.link(file.path) }, "file")]),
          ofx.num(ofx.bytes(file.size)),
          hashed ? ofx.td(h("code.ofx-wrap", {}, file.sha256 || "–")) : null,
        ],
        view.omitted.files,
      ),
    ];
  };
})();
