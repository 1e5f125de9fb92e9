/* Where the data comes from: a Jenkins build's page that is asked, or the report, which carries everything with it. */
(function () {
  "use strict";

  const ofx = window.ofx;

  function json(answer) {
    if (!answer.ok) {
      return answer.text().then(function (text) {
        const short = text.trim();
        const plain = (answer.headers.get("Content-Type") || "").startsWith("text/plain") && short.length < 1000;
        const error = new Error(plain && short ? short : "The server answered with status " + answer.status + ".");
        throw Object.assign(error, { status: answer.status });
      });
    }
    return answer.text().then((text) => (text ? JSON.parse(text) : null));
  }

  /** The page of a build: asks for what is looked at, when it is looked at. */
  function page(root) {
    const base = root.dataset.view;
    const kept = new Map();
    const get = (name, query) =>
      fetch(base + name + (query ? "?" + new URLSearchParams(query) : ""), { headers: { Accept: "application/json" } }).then(json);
    return {
      live: true,
      head: () => get("head"),
      view: () => get("run"),
      log: (from) => get("log", { from: from }),
      piece: (path, from) => get("file", { path: path, from: from }),
      /** The whole text of an artifact, as much as fits into memory well. */
      text: function (path) {
        const whole = async function () {
          let text = "";
          let from = 0;
          for (;;) {
            const piece = await get("file", { path: path, from: from });
            text += piece.text;
            from = piece.next;
            if (from >= piece.size || text.length > 4e6) {
              return { text: text, whole: from >= piece.size };
            }
          }
        };
        if (!kept.has(path)) {
          kept.set(path, whole());
          kept.get(path).catch(() => kept.delete(path));
        }
        return kept.get(path);
      },
      /** Texts may have changed with the run. */
      forget: () => kept.clear(),
      exchange: (key) => get("exchange", { key: key }),
      send: (what, fields) =>
        fetch(root.dataset.actions + what, {
          method: "POST",
          headers: window.crumb
            ? window.crumb.wrap({ "Content-Type": "application/x-www-form-urlencoded" })
            : { "Content-Type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams(fields),
          redirect: "manual",
        }).then((answer) => (answer.type === "opaqueredirect" ? null : json(answer))),
      link: () => null,
    };
  }

  /** The report: everything is in the page. */
  function report() {
    const read = (id) => JSON.parse(document.getElementById(id).textContent);
    const view = read("ofx-document");
    const parts = read("ofx-parts");
    const has = (name) => Object.prototype.hasOwnProperty.call(parts, name);
    const none = () => Promise.reject(new Error("The report does not carry this text; it is a file of the bundle."));
    return {
      live: false,
      head: () => Promise.resolve(view.head),
      view: () => Promise.resolve(view),
      log: () => Promise.resolve(slice("log:")),
      piece: (path) => (has(path) ? Promise.resolve(slice(path)) : none()),
      text: (path) => (has(path) ? Promise.resolve(parts[path]) : none()),
      forget: () => {},
      exchange: null,
      send: none,
      has: has,
      names: () => Object.keys(parts),
      /** Where the file of the bundle is, from the report. */
      link: (path) => "../" + path.split("/").map(encodeURIComponent).join("/"),
    };
    function slice(name) {
      const part = has(name) ? parts[name] : { text: "", size: 0, whole: true };
      return { from: 0, next: part.size, size: part.size, text: part.text, whole: part.whole };
    }
  }

  ofx.source = (root) => (root.dataset.mode === "report" ? report() : page(root));
})();
