// Keyboard, help, and what htmx must be told. Every page works without it, except that it does not refresh itself.
(function () {
  "use strict";

  var selected = null; // reference of the row that j and k moved to; survives a refresh of the table

  function rows() { return Array.from(document.querySelectorAll("[data-row]")).filter(function (row) { return row.getClientRects().length; }); }

  function show(row, scroll) {
    rows().forEach(function (one) { one.classList.remove("is-selected"); });
    if (!row) return;
    selected = row.dataset.row;
    row.classList.add("is-selected");
    if (scroll) {
      row.scrollIntoView({ block: "nearest" });
      var link = row.querySelector("[data-open]");
      if (link) link.focus({ preventScroll: true });
    }
  }

  function move(step) {
    var all = rows();
    if (!all.length) return follow(step > 0 ? "next" : "previous");
    var at = all.findIndex(function (row) { return row.dataset.row === selected; });
    show(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))], true);
  }

  function follow(name) {
    var link = document.querySelector('[data-go="' + name + '"]');
    if (link) link.click();
  }

  function open() {
    var row = rows().find(function (one) { return one.dataset.row === selected; });
    var link = row && row.querySelector("[data-open]");
    if (link) link.click();
  }

  function help(wanted) {
    var dialog = document.getElementById("keyboard-help");
    if (!dialog) return;
    if (wanted) dialog.showModal(); else dialog.close();
  }

  function isTyping(target) {
    return target.closest && target.closest("input, select, textarea, [contenteditable], dialog[open]");
  }

  var keys = {
    j: function () { move(1); },
    k: function () { move(-1); },
    o: open,
    u: function () { follow("up"); },
    "/": function () { var box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } },
    "?": function () { help(true); },
  };

  function areKeysOff() {
    try { return localStorage.getItem("keys") === "off"; } catch (error) { return false; }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches && event.target.matches("[data-search]")) return event.target.blur();
    if (isTyping(event.target) || (areKeysOff() && event.key !== "?")) return;
    var act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-help]")) help(true);
    if (event.target.closest("[data-close-help]")) help(false);
    var copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(function () {
        copy.setAttribute("data-copied", "");
        setTimeout(function () { copy.removeAttribute("data-copied"); }, 1500);
      });
    }
  });

  document.addEventListener("change", function (event) {
    if (!event.target.matches("[data-keys-switch]")) return;
    try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch (error) { /* for this page only */ }
  });

  document.addEventListener("focusin", function (event) {
    var row = event.target.closest && event.target.closest("[data-row]");
    if (row) show(row, false);
  });

  // A page nobody looks at asks for nothing.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var asker = event.detail.elt;
    if (document.hidden && asker.hasAttribute("data-poll")) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", function () {
    show(rows().find(function (row) { return row.dataset.row === selected; }), false);
  });

  // One proposal, one answer: a second press of the button must not be a second request.
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) return event.preventDefault();
    if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.querySelector("[data-keys-switch]");
    if (box) box.checked = !areKeysOff();
  });
})();
