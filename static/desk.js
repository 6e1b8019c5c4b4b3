// The list of requests by keyboard: j and k move, Enter opens, x ticks, s signs for, / searches. Everything is a link or a
// button of the page; without this script they are used by hand.
(function () {
  var pane = document.getElementById("pane"), keys = document.querySelector("[data-keys]"), opened = null;
  function wide() { return pane && window.getComputedStyle(pane).display !== "none"; }
  function links() { return Array.prototype.slice.call(document.querySelectorAll("[data-open]")); }
  function row(link) { return link && link.closest("[data-row]"); }
  function mark() {
    links().forEach(function (link) {
      if (row(link).dataset.row === opened) row(link).setAttribute("aria-current", "true");
      else row(link).removeAttribute("aria-current");
    });
  }
  function move(by) {
    var all = links(), at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex(function (link) { return row(link).dataset.row === opened; });
    var next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) next.focus();
  }
  if (keys && window.matchMedia("(hover: hover)").matches) keys.hidden = false;
  // Where there is no room beside the list, a request is a page of its own.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var link = event.target.closest && event.target.closest("[data-open]");
    if (!link) return;
    if (!wide()) { event.preventDefault(); window.location.href = link.href; return; }
    opened = row(link).dataset.row;
    mark();
  });
  document.addEventListener("htmx:afterSettle", function () { mark(); offer(); });
  function offer() {
    var all = document.querySelector("[data-pick-all]");
    if (all) all.hidden = false;
  }
  offer();
  document.addEventListener("change", function (event) {
    if (event.target.id !== "pick-all") return;
    document.querySelectorAll("#requests [name=picked]").forEach(function (box) { box.checked = event.target.checked; });
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    var box, button, key = event.key;
    if (key === "j" || key === "ArrowDown" && event.target.matches("[data-open]")) move(1);
    else if (key === "k" || key === "ArrowUp" && event.target.matches("[data-open]")) move(-1);
    else if (key === "/") (box = document.querySelector("[data-desk-search]")) && box.focus();
    else if (key === "x") (box = row(document.activeElement)) && (box = box.querySelector("[name=picked]")) && box.click();
    else if (key === "s") (button = document.querySelector("[data-sign-for]")) && button.click();
    else return;
    event.preventDefault();
  });
})();

// Printing is offered where a browser can.
(function () {
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();

// A slip that was asked for goes to the printer.
(function () {
  if (document.querySelector("[data-print-now]")) window.addEventListener("load", function () { window.print(); });
})();
