/* The log of the run, and any other text, however long: only what is in sight stands in the page. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const RUN = "";
  const MOST = 60000;
  const HIGH = 20;
  const MARGIN = 12;

  /** Lines that are kept: the newest sixty thousand. */
  function Lines() {
    this.all = [];
    this.dropped = 0;
    this.open = "";
    this.next = 0;
    this.whole = false;
  }
  Lines.prototype.add = function (text) {
    const parts = (this.open + text).split("\n");
    this.open = parts.pop();
    for (const part of parts) {
      this.all.push(part);
    }
    if (this.all.length > MOST) {
      this.dropped += this.all.length - MOST;
      this.all.splice(0, this.all.length - MOST);
    }
  };
  Lines.prototype.end = function () {
    if (this.open) {
      this.add("\n");
    }
  };

  const run = new Lines();
  let other = { path: RUN, lines: run };
  let filter = "";
  let follow = true;
  let view = null;

  ofx.runLog = run;

  /** Asks for what the log has more than is known here. */
  ofx.pollLog = async function (source) {
    for (let i = 0; i < 40; i++) {
      const piece = await source.log(run.next);
      run.add(piece.text);
      run.next = piece.next;
      if (piece.next >= piece.size) {
        break;
      }
    }
    if (view && other.lines === run) {
      view.draw();
    }
  };

  async function load(path, source) {
    const lines = new Lines();
    other = { path: path, lines: lines };
    do {
      const piece = await source.piece(path, lines.next);
      if (other.lines !== lines) {
        return;
      }
      lines.add(piece.text);
      lines.next = piece.next;
      lines.whole = piece.next >= piece.size;
      lines.cut = piece.whole === false;
      if (view) {
        view.draw();
      }
    } while (!lines.whole);
    lines.end();
    if (view) {
      view.draw();
    }
  }

  /** The window: knows which lines are wanted, and shows those in sight. */
  function makeWindow(box, space, rows, count) {
    let first = -1;
    let shownOf = null;
    let size = -1;
    const wanted = function () {
      const all = other.lines.all;
      if (!filter) {
        return { length: all.length, at: (i) => i };
      }
      const word = filter.toLowerCase();
      const found = [];
      for (let i = 0; i < all.length; i++) {
        if (all[i].toLowerCase().includes(word)) {
          found.push(i);
        }
      }
      return { length: found.length, at: (i) => found[i] };
    };
    let now = wanted();
    const paint = function (force) {
      const top = Math.max(0, Math.floor(box.scrollTop / HIGH) - MARGIN);
      if (!force && top === first && shownOf === now) {
        return;
      }
      first = top;
      shownOf = now;
      const most = Math.ceil((box.clientHeight || 400) / HIGH) + 2 * MARGIN;
      const piece = document.createDocumentFragment();
      for (let i = top; i < Math.min(now.length, top + most); i++) {
        const at = now.at(i);
        const text = other.lines.all[at];
        piece.append(
          h("div.ofx-line", {}, h("span.ofx-line-no", { "aria-hidden": "true" }, String(at + 1 + other.lines.dropped)), text.length > 5000 ? text.slice(0, 5000) + "…" : text),
        );
      }
      rows.style.transform = "translateY(" + top * HIGH + "px)";
      rows.replaceChildren(piece);
    };
    box.addEventListener("scroll", () => paint(false), { passive: true });
    return {
      draw: function () {
        now = wanted();
        const atEnd = follow && ofx.from.live && other.lines === run;
        if (now.length !== size) {
          size = now.length;
          space.style.height = now.length * HIGH + "px";
        }
        const dropped = other.lines.dropped;
        count.textContent =
          ofx.count(now.length, "line") + (filter ? " of " + ofx.number(other.lines.all.length) : "") +
          (dropped ? "; the first " + ofx.number(dropped) + " are no longer kept here" : "") +
          (other.lines.cut ? "; cut off here, the bundle has the whole file" : "");
        paint(true);
        if (atEnd) {
          box.scrollTop = box.scrollHeight;
        }
      },
      to: function (line) {
        follow = false;
        box.scrollTop = Math.max(0, (line - other.lines.dropped) * HIGH - box.clientHeight / 2);
        paint(true);
      },
    };
  }

  ofx.log = function (run_, ask, source) {
    const name = ask && ask.path !== undefined ? ask.path : other.path;
    const box = h("div.ofx-log", { id: "ofx-log", tabindex: "0", role: "region", "aria-label": "Lines" });
    const space = h("div.ofx-log-space");
    const rows = h("div.ofx-log-rows");
    const count = h("span.ofx-soft", { id: "ofx-log-count" });
    const error = h("p.ofx-error", { role: "alert", hidden: true });
    space.append(rows);
    box.append(space);
    view = makeWindow(box, space, rows, count);
    if (name === RUN) {
      other = { path: RUN, lines: run };
    } else if (name !== other.path || !other.lines.all.length) {
      load(name, source).catch(function (problem) {
        error.hidden = false;
        error.textContent = problem.message;
      });
    }
    requestAnimationFrame(function () {
      view.draw();
      if (ask && ask.line) {
        view.to(ask.line);
      }
    });
    return [
      h(
        "div.ofx-bar-of",
        {},
        h("b.ofx-wrap", {}, name === RUN ? "The run's log" : name),
        name === RUN ? null : h("button.jenkins-button", { type: "button", onclick: () => ofx.go("log", { path: RUN }) }, "Back to the run's log"),
        h("label", { for: "ofx-log-filter" }, "Only lines with"),
        h("input.jenkins-input.ofx-input", {
          id: "ofx-log-filter",
          type: "search",
          value: filter,
          "data-key": "log-filter",
          oninput: function (event) {
            filter = event.target.value;
            box.scrollTop = 0;
            view.draw();
          },
        }),
        source.live && name === RUN
          ? h("label.ofx-radio", {}, h("input", {
              type: "checkbox",
              checked: follow,
              "data-key": "log-follow",
              onchange: function (event) {
                follow = event.target.checked;
                view.draw();
              },
            }), " Follow")
          : null,
        count,
      ),
      error,
      box,
    ];
  };
})();
