// On a phone the menu starts closed; without this script it is merely long.
(function () {
  var menu = document.querySelector("[data-close-on-phone]");
  if (menu && window.matchMedia("(max-width: 63.99rem)").matches) menu.open = false;
})();
