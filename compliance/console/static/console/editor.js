// Line numbers beside the text of a directive, and the way from a complaint to its line. The form works without it.
(function () {
  "use strict";

  function number(area, gutter) {
    var lines = area.value.split("\n").length;
    if (Number(gutter.dataset.lines) === lines) return;
    gutter.dataset.lines = lines;
    var text = [];
    for (var line = 1; line <= lines; line += 1) text.push(line);
    gutter.textContent = text.join("\n");
  }

  function goTo(area, line) {
    var before = area.value.split("\n").slice(0, line - 1).join("\n");
    var begins = before.length + (line > 1 ? 1 : 0);
    var ends = area.value.indexOf("\n", begins);
    area.focus();
    area.setSelectionRange(begins, ends < 0 ? area.value.length : ends);
    var height = parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max(0, (line - 4) * height);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-editor]").forEach(function (area) {
      var gutter = document.createElement("pre");
      gutter.className = "cp-editor-lines";
      gutter.setAttribute("aria-hidden", "true");
      area.parentNode.insertBefore(gutter, area);
      area.parentNode.classList.add("has-lines");
      number(area, gutter);
      area.addEventListener("input", function () { number(area, gutter); });
      area.addEventListener("scroll", function () { gutter.scrollTop = area.scrollTop; });
      document.addEventListener("click", function (event) {
        var link = event.target.closest("[data-line]");
        if (link) goTo(area, Number(link.dataset.line));
      });
    });
  });
})();
