/* Patches: read, coloured by syntax, shown in one column or side by side. */
(function () {
  "use strict";

  const ofx = window.ofx;
  const h = ofx.h;
  const KEYWORDS = {
    c: "abstract assert auto bool boolean break byte case catch char class const continue default do double else enum explicit extends extern final finally float for foreach friend func function goto if implements import in inline instanceof int interface internal let long module namespace native new null nullptr of operator override package private protected public readonly record ref return sealed short signed sizeof static string struct super switch synchronized template this throw throws transient true false try type typedef typename typeof union unsigned using var virtual void volatile while with yield async await export from as fn impl match mut pub trait use where go defer chan map range select",
    py: "and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield self end do then unless module begin rescue ensure local fi esac done function case echo",
    data: "true false null yes no on off",
  };
  const FAMILY = {
    py: ["py", "rb", "sh", "bash", "pl", "r", "jl", "mk", "makefile", "dockerfile", "tcl"],
    data: ["yml", "yaml", "toml", "ini", "cfg", "conf", "properties", "json", "env"],
    text: ["md", "txt", "rst", "adoc", "csv", "xml", "html", "htm", "svg"],
  };
  const sets = Object.fromEntries(Object.entries(KEYWORDS).map(([name, words]) => [name, new Set(words.split(" "))]));
  const COMMENT = { c: /\/\/.*|\/\*.*?(?:\*\/|$)/, py: /#.*/, data: /#.*|;.*/ };
  const TOKENS = Object.fromEntries(
    Object.entries(COMMENT).map(([name, comment]) => [
      name,
      new RegExp(
        "(" + comment.source + ")|(\"(?:[^\"\\\\]|\\\\.)*\"?|'(?:[^'\\\\]|\\\\.)*'?|`(?:[^`\\\\]|\\\\.)*`?)|(\\b\\d[\\w.]*\\b)|([A-Za-z_$][\\w$]*)|([^\\w\"'`/#;$]+|.)",
        "g",
      ),
    ]),
  );

  function family(path) {
    const name = path.split("/").pop().toLowerCase();
    const end = name.includes(".") ? name.split(".").pop() : name;
    return Object.keys(FAMILY).find((key) => FAMILY[key].includes(end)) || "c";
  }

  /** A line as coloured pieces; the text stays exactly as it is. */
  function colours(text, kind) {
    if (kind === "text" || text.length > 2000) {
      return text;
    }
    if (/^\s*\*(\s|\/|$)/.test(text) && kind === "c") {
      return h("span.ofx-c", {}, text);
    }
    const pieces = [];
    let plain = "";
    const add = function (name, piece) {
      if (plain) {
        pieces.push(plain);
        plain = "";
      }
      pieces.push(h("span." + name, {}, piece));
    };
    for (const [all, comment, string, number, word] of text.matchAll(TOKENS[kind])) {
      if (comment) {
        add("ofx-c", all);
      } else if (string) {
        add("ofx-s", all);
      } else if (number) {
        add("ofx-n", all);
      } else if (word && sets[kind].has(word)) {
        add("ofx-k", all);
      } else {
        plain += all;
      }
    }
    return plain ? pieces.concat(plain) : pieces;
  }

  /** Reads a unified diff as git writes it. */
  ofx.patch = function (text) {
    const files = [];
    let file = null;
    let hunk = null;
    let left = 0;
    let right = 0;
    text.split("\n").forEach(function (line) {
      const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)/.exec(line);
      if (left > 0 || right > 0) {
        const sign = line[0] === "+" || line[0] === "-" || line[0] === "\\" ? line[0] : " ";
        if (sign !== "\\") {
          hunk.rows.push({ sign: sign, old: sign === "+" ? null : hunk.a++, now: sign === "-" ? null : hunk.b++, text: line.slice(1) });
        }
        left -= sign === " " || sign === "-" ? 1 : 0;
        right -= sign === " " || sign === "+" ? 1 : 0;
      } else if (line.startsWith("diff --git ")) {
        const names = line.slice(11);
        const at = names.indexOf(" b/");
        file = { path: at < 0 ? names : names.slice(at + 3), hunks: [], notes: [] };
        files.push(file);
      } else if (head && file) {
        hunk = { title: line, a: Number(head[1]), b: Number(head[3]), rows: [] };
        file.hunks.push(hunk);
        left = head[2] === undefined ? 1 : Number(head[2]);
        right = head[4] === undefined ? 1 : Number(head[4]);
      } else if (file && /^(new file|deleted file|rename|similarity|old mode|new mode|Binary|GIT binary)/.test(line)) {
        file.notes.push(line);
      }
    });
    return files;
  };

  /** Rows for two columns: what was removed stands beside what was added in its place. */
  function pairs(rows) {
    const out = [];
    let removed = [];
    let added = [];
    const flush = function () {
      for (let i = 0; i < Math.max(removed.length, added.length); i++) {
        out.push([removed[i] || null, added[i] || null]);
      }
      removed = [];
      added = [];
    };
    rows.forEach(function (row) {
      if (row.sign === "-") {
        removed.push(row);
      } else if (row.sign === "+") {
        added.push(row);
      } else {
        flush();
        out.push([row, row]);
      }
    });
    flush();
    return out;
  }

  const SIGNS = { "+": "added", "-": "removed", " ": "same" };

  function cell(row, number, kind) {
    if (!row) {
      return [h("td.ofx-no"), h("td.ofx-void")];
    }
    const name = "ofx-" + SIGNS[row.sign];
    return [
      h("td.ofx-no." + name, {}, number === null ? "" : String(number)),
      h("td.ofx-code." + name, {}, h("span.ofx-sign", {}, row.sign === "-" ? "−" : row.sign), colours(row.text, kind)),
    ];
  }

  function line(one, kind, side) {
    if (one.title) {
      return h("tr.ofx-place", {}, h("td", { colspan: side ? 4 : 3 }, one.title));
    }
    if (side) {
      return h("tr", { "data-line": one.pair[1] ? one.pair[1].now : null }, cell(one.pair[0], one.pair[0] && one.pair[0].old, kind), cell(one.pair[1], one.pair[1] && one.pair[1].now, kind));
    }
    const row = one.row;
    const name = "ofx-" + SIGNS[row.sign];
    return h("tr", { "data-line": row.now }, h("td.ofx-no." + name, {}, row.old === null ? "" : String(row.old)), cell(row, row.now, kind));
  }

  function columns(side) {
    return h("colgroup", {}, (side ? ["no", "code", "no", "code"] : ["no", "no", "code"]).map((name) => h("col.ofx-col-" + name)));
  }

  function shown(file, side) {
    const rows = [];
    file.hunks.forEach(function (hunk) {
      rows.push({ title: hunk.title });
      (side ? pairs(hunk.rows).map((pair) => ({ pair: pair })) : hunk.rows.map((row) => ({ row: row }))).forEach((row) => rows.push(row));
    });
    const kind = family(file.path);
    const body = h("tbody");
    const more = ofx.many(body, rows, (row) => line(row, kind, side), 250);
    const added = file.hunks.reduce((sum, hunk) => sum + hunk.rows.filter((row) => row.sign === "+").length, 0);
    const removed = file.hunks.reduce((sum, hunk) => sum + hunk.rows.filter((row) => row.sign === "-").length, 0);
    return h(
      "details.ofx-file",
      { open: true, "data-path": file.path },
      h("summary", {}, h("code.ofx-wrap", {}, file.path), " ", h("span.ofx-soft", {}, "+" + added + " −" + removed)),
      file.notes.map((note) => h("p.ofx-soft.ofx-wrap", {}, note)),
      h(
        "div.ofx-scroll",
        { tabindex: "0", role: "region", "aria-label": "Changes of " + file.path },
        h("table.ofx-diff" + (side ? ".ofx-side" : ""), {}, h("caption.ofx-out", {}, "Changes of " + file.path), columns(side), body),
      ),
      more,
    );
  }

  /** A whole patch. */
  ofx.diff = (text, side) => ofx.patch(text).map((file) => shown(file, side));

  let side = false;
  let ticket = null;

  /** The changes panel: one ticket's patch, or a fix's. */
  ofx.changes = function (view, ask, source) {
    const patches = view.tickets
      .filter((one) => one.patch)
      .map((one) => ({ id: one.id, title: "Ticket " + one.id + ": " + one.title, patch: one.patch }))
      .concat(view.fixes.filter((one) => one.patch).map((one) => ({ id: "fix-" + one.number, title: "Fix " + one.number + " of the required checks", patch: one.patch })));
    if (!patches.length) {
      return [ofx.empty("Nothing is changed yet.")];
    }
    ticket = (ask && ask.ticket) || ticket;
    const now = patches.find((one) => one.id === ticket) || patches[0];
    const place = h("div.ofx-patch", {}, h("p.ofx-soft", {}, "Loading …"));
    const draw = () =>
      source.text(now.patch).then(
        function (part) {
          place.replaceChildren(...ofx.diff(part.text, side));
          if (!part.whole) {
            place.append(h("p.ofx-soft", {}, "The patch goes on; the whole of it is ", ofx.open(now.patch, now.patch), "."));
          }
          if (ask && ask.path) {
            reveal(place, ask);
          }
        },
        (error) => place.replaceChildren(h("p.ofx-soft", {}, error.message + " ", ofx.open(now.patch, now.patch))),
      );
    draw();
    const choose = ofx.select(
      { id: "ofx-patch-of", "data-key": "patch-of", onchange: (event) => ofx.go("changes", { ticket: event.target.value, stay: true }) },
      patches.map((one) => h("option", { value: one.id, selected: one.id === now.id }, one.title.length > 90 ? one.title.slice(0, 89) + "…" : one.title)),
    );
    const way = (text, wanted) =>
      h(
        "label.ofx-radio",
        {},
        h("input", {
          type: "radio",
          name: "ofx-way",
          checked: side === wanted,
          "data-key": "way-" + wanted,
          onchange: function () {
            side = wanted;
            draw();
          },
        }),
        " " + text,
      );
    return [
      h(
        "div.ofx-bar-of",
        {},
        h("label", { for: "ofx-patch-of" }, "Change of"),
        choose,
        h("fieldset.ofx-radios", {}, h("legend.ofx-out", {}, "How to show it"), way("Unified", false), way("Side by side", true)),
      ),
      place,
    ];
  };

  /** Brings a line of a file into sight. */
  function reveal(place, ask) {
    const file = Array.from(place.querySelectorAll(".ofx-file")).find((one) => one.dataset.path === ask.path);
    const row = file && (Array.from(file.querySelectorAll("[data-line]")).find((one) => one.dataset.line === String(ask.line)) || file);
    if (row) {
      row.scrollIntoView({ block: "center" });
      row.classList.add("ofx-found");
    }
  }
})();
