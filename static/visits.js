// The page of a visit goes on working when the signal drops: what is filled in is kept on this phone, sealed with a key
// that stands in the page alone, and sent when there is signal again. Without this script the form simply posts.
(function () {
  var form = document.querySelector("[data-visit]");
  if (!form || !window.fetch || !window.Promise) return;
  var name = "linge-visit-" + form.getAttribute("data-visit"), patience = 20000, pause = 30000;
  var box = form.querySelector("[data-kept]"), again = form.querySelector("[data-send-now]");
  var queued = false, gone = false, sending = false, waiting = null, sealing = Promise.resolve();
  var subtle = window.crypto && window.crypto.subtle;
  var key = subtle ? subtle.importKey("raw", bytes(form.getAttribute("data-key")), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

  function bytes(text) { return Uint8Array.from(atob(text), function (sign) { return sign.charCodeAt(0); }); }
  function text(buffer) { return btoa(Array.prototype.map.call(new Uint8Array(buffer), function (one) { return String.fromCharCode(one); }).join("")); }

  function say(what) {
    box.hidden = false;
    box.querySelectorAll("[data-says]").forEach(function (line) { line.hidden = line.getAttribute("data-says") !== what; });
    again.hidden = what !== "offline" && what !== "restored";
  }

  // What a person typed or chose, and the two marks that make a second sending the same one.
  function filled() {
    var kept = {};
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!one.name || one.name === "csrf_token" || one.type === "file") return;
      if (one.type === "radio" && !one.checked) return;
      kept[one.name] = one.type === "checkbox" ? one.checked : one.value;
    });
    return kept;
  }

  function fill(kept) {
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!(one.name in kept) || one.type === "file") return;
      if (one.type === "radio") one.checked = one.value === kept[one.name];
      else if (one.type === "checkbox") one.checked = kept[one.name];
      else one.value = kept[one.name];
    });
  }

  // One after the other, so that what was typed last is what is kept.
  function keep() {
    if (gone) return Promise.resolve(false);
    var content = JSON.stringify({ fields: filled(), queued: queued });
    sealing = sealing.then(function () {
      if (!key) throw new Error("no key");
      var iv = window.crypto.getRandomValues(new Uint8Array(12));
      return key.then(function (opened) {
        return subtle.encrypt({ name: "AES-GCM", iv: iv }, opened, new TextEncoder().encode(content));
      }).then(function (sealed) {
        if (!gone) localStorage.setItem(name, JSON.stringify({ at: Date.now(), iv: text(iv), sealed: text(sealed) }));
        return true;
      });
    }).catch(function () { return false; });
    return sealing;
  }

  function forget() { clearTimeout(waiting); gone = true; queued = false; sealing = sealing.then(function () { localStorage.removeItem(name); }); return sealing; }

  function unseal() {
    var kept = localStorage.getItem(name);
    if (!kept || !key) return Promise.resolve(null);
    return Promise.resolve().then(function () {
      kept = JSON.parse(kept);
      return key;
    }).then(function (opened) {
      return subtle.decrypt({ name: "AES-GCM", iv: bytes(kept.iv) }, opened, bytes(kept.sealed));
    }).then(function (clear) {
      return JSON.parse(new TextDecoder().decode(clear));
    }).catch(function () { localStorage.removeItem(name); return null; });
  }

  function send() {
    if (sending) return;
    sending = true;
    clearTimeout(waiting);
    say("sending");
    var stop = window.AbortController ? new AbortController() : null;
    var late = setTimeout(function () { if (stop) stop.abort(); }, patience);
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, credentials: "same-origin", signal: stop ? stop.signal : undefined })
      .then(answered, offline)
      .then(function () { clearTimeout(late); sending = false; });
  }

  function answered(answer) {
    if (answer.status === 204) return forget().then(function () { form.reset(); location.replace(form.action.replace(/\/record$/, "")); });
    if (answer.redirected || answer.status === 400 || answer.status === 401 || answer.status === 403) return signedOut();
    if (answer.status >= 500) return offline();
    // Refused, and nothing was written: sent once more as a plain form, so that the page says why and keeps what is typed.
    queued = false;
    return keep().then(function () { form.submit(); });
  }

  function signedOut() { queued = true; return keep().then(function () { say("signed-out"); }); }

  function offline() {
    queued = true;
    return keep().then(function (kept) {
      say(kept ? "offline" : "unkept");
      again.hidden = false;
      waiting = setTimeout(send, pause);
    });
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); queued = true; keep().then(send); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  again.addEventListener("click", send);
  window.addEventListener("online", function () { if (queued) send(); });

  // Signing out forgets; nothing that is still being sealed comes back after it.
  document.addEventListener("submit", function (event) { if (event.target !== form && /\/sign-out$/.test(event.target.action)) gone = true; });

  var soon = null;
  function changed() {
    clearTimeout(soon);
    soon = setTimeout(function () { keep().then(function (kept) { if (!queued) say(kept ? "kept" : "unkept"); }); }, 400);
  }

  if (form.hasAttribute("data-answered")) return void keep();
  unseal().then(function (kept) {
    if (!kept) return;
    if (form.getAttribute("data-recorded").split(" ").indexOf(kept.fields.token) >= 0) return void localStorage.removeItem(name);
    var folded = form.closest("details");
    if (folded) folded.open = true;
    fill(kept.fields);
    queued = kept.queued;
    say("restored");
    if (queued) send();
  });
})();
