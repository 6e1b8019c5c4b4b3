// Read aloud: offered only where the browser can speak.
(function () {
  var button = document.querySelector("[data-read-aloud]");
  if (!button || !("speechSynthesis" in window)) return;
  var idle = button.textContent, speech = window.speechSynthesis;
  button.hidden = false;
  function stop() { speech.cancel(); button.textContent = idle; button.setAttribute("aria-pressed", "false"); }
  button.addEventListener("click", function () {
    if (speech.speaking) return stop();
    var words = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    words.lang = document.documentElement.lang; words.rate = 0.9; words.onend = words.onerror = stop;
    button.textContent = document.documentElement.lang === "en" ? "Stop reading" : "停止朗读";
    button.setAttribute("aria-pressed", "true");
    speech.speak(words);
  });
  window.addEventListener("pagehide", stop);
})();

// The words of a live search are never in the address. They stay with this entry of the tab's history, and with the tab
// while the text size is switched, so that the way back to the page asks for them again.
(function () {
  var box = document.querySelector("[data-ask-again]"), kept = window.sessionStorage;
  if (!box) return;
  document.addEventListener("click", function (event) {
    if (event.target.closest("#results a")) history.replaceState({ words: box.value }, "");
    if (event.target.closest(".sizes a")) kept.setItem("words", box.value);
  });
  window.addEventListener("pageshow", function (event) {
    var words = kept.getItem("words") || (history.state || {}).words;
    kept.removeItem("words");
    if (event.persisted || box.value || !words) return;
    box.value = words;
    box.dispatchEvent(new Event("search", { bubbles: true }));
  });
})();
