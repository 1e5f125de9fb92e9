(function () {
  "use strict";

  const MARKS = { pending: "·", running: "▶", succeeded: "✓", failed: "✗", skipped: "–" };
  const ENDED = ["done", "failed", "ci_failed", "cancelled"];
  let shownAction = "";

  function byId(id) {
    return document.getElementById(id);
  }

  function fill(body, rows) {
    body.replaceChildren();
    rows.forEach(function (cells) {
      const row = document.createElement("tr");
      cells.forEach(function (text) {
        const cell = document.createElement("td");
        cell.textContent = text === null || text === undefined ? "" : String(text);
        row.appendChild(cell);
      });
      body.appendChild(row);
    });
  }

  function state(value) {
    return (MARKS[value] || "") + " " + value;
  }

  function time(stage) {
    if (!stage.startedAt) {
      return "";
    }
    const end = stage.endedAt ? Date.parse(stage.endedAt) : Date.now();
    return ((end - Date.parse(stage.startedAt)) / 1000).toFixed(1) + " s";
  }

  function send(where, fields) {
    fetch(where, {
      method: "POST",
      headers: crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" }),
      body: new URLSearchParams(fields),
    }).then(function (answer) {
      if (!answer.ok) {
        byId("ofx-now").textContent = "Refused with status " + answer.status + ".";
      }
      shownAction = "";
      load();
    });
  }

  function button(text, style, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "jenkins-button " + style;
    made.textContent = text;
    made.addEventListener("click", work);
    return made;
  }

  function action(run) {
    const place = byId("ofx-action");
    const page = byId("ofx-run");
    const key = run.status + " " + run.waitingFor + " " + run.waitingText;
    if (key === shownAction) {
      return;
    }
    shownAction = key;
    place.replaceChildren();
    const form = document.createElement("div");
    form.className = "ofx-form";
    if (page.dataset.word === "true" && run.waitingFor === "clarification") {
      const text = document.createElement("textarea");
      text.className = "jenkins-input";
      text.rows = 3;
      text.setAttribute("aria-label", "Answer");
      form.append(text, button("Answer", "jenkins-button--primary", function () {
        send("answer", { text: text.value });
      }));
    }
    if (page.dataset.word === "true" && run.waitingFor === "approval" && run.pendingApproval) {
      const hash = run.pendingApproval.sha256;
      form.append(
        button("Approve", "jenkins-button--primary", function () {
          send("approve", { sha256: hash, remark: "" });
        }),
        button("Reject", "", function () {
          send("reject", { sha256: hash, remark: "" });
        }),
      );
    }
    if (page.dataset.cancel === "true" && !ENDED.includes(run.status)) {
      form.append(button("Cancel the run", "jenkins-!-destructive-color", function () {
        send("cancel", {});
      }));
    }
    place.appendChild(form);
  }

  function pull(run) {
    const place = byId("ofx-pull");
    place.replaceChildren();
    if (!run.pullRequest) {
      place.textContent = "None yet.";
      return;
    }
    const url = run.pullRequest.url || "";
    if (/^https?:\/\//.test(url)) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = url;
      place.appendChild(link);
    } else {
      place.append(url);
    }
    run.checks.forEach(function (check) {
      place.append(" · " + check.name + ": " + (check.conclusion || check.status));
    });
  }

  function show(run) {
    byId("ofx-title").textContent = run.title || run.runId;
    const why = run.waitingText || (run.error && run.error.message) || "";
    byId("ofx-now").textContent = run.status + (why ? ": " + why : "");
    fill(byId("ofx-stages"), run.stages.map(function (stage) {
      return [stage.number + " " + stage.id, state(stage.status), stage.attempts, time(stage), stage.summary];
    }));
    fill(byId("ofx-tickets"), run.tickets.map(function (ticket) {
      return [ticket.id, state(ticket.status), ticket.attempts, ticket.title, ticket.summary];
    }));
    const model = run.model || {};
    const usage = run.usage || {};
    byId("ofx-model").textContent =
      (model.provider || "") + " " + (model.modelId || "") + ", " + (usage.exchanges || 0) + " exchanges, " +
      (usage.promptTokens || 0) + " + " + (usage.completionTokens || 0) + " tokens, " +
      (usage.usd || 0).toFixed(4) + " USD; sandbox " + ((run.sandbox && run.sandbox.tier) || "not probed yet");
    action(run);
    pull(run);
  }

  function log() {
    fetch("events").then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (text) {
      byId("ofx-log").textContent = text;
    });
  }

  function load() {
    return fetch("api/json", { headers: { Accept: "application/json" } })
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (run) {
        if (run !== null && run.stages) {
          show(run);
          log();
        }
        return run;
      });
  }

  function again() {
    load().then(function (run) {
      if (run === null || !ENDED.includes(run.status)) {
        setTimeout(again, 2000);
      }
    }, function () {
      setTimeout(again, 5000);
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", again);
  } else {
    again();
  }
})();
