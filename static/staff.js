// On a phone the menu starts closed; without this script it is merely long.
(function () {
  var menu = document.querySelector("[data-close-on-phone]");
  if (menu && window.matchMedia("(max-width: 63.99rem)").matches) menu.open = false;
})();
// Half-filled forms of visits lie sealed on this device: twelve hours at most, and never longer than the person is signed in.
(function () {
  function drop(all) {
    Object.keys(localStorage).forEach(function (name) {
      if (name.indexOf("linge-visit-") !== 0) return;
      var at = 0;
      try { at = JSON.parse(localStorage.getItem(name)).at; } catch (broken) { /* dropped below */ }
      if (all || !(Date.now() - at < 12 * 3600 * 1000)) localStorage.removeItem(name);
    });
  }
  try { drop(false); } catch (refused) { return; }
  document.addEventListener("submit", function (event) {
    if (/\/sign-out$/.test(event.target.action || "")) drop(true);
  });
})();
