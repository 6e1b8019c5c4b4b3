// Filling in a form: a page is not sent into nowhere, and photos go up one by one with a bar. Nothing here is needed.
(function () {
  var offline = document.querySelector("[data-offline]");
  document.addEventListener("submit", function (event) {
    if (navigator.onLine !== false || !offline) return;
    event.preventDefault();
    offline.hidden = false;
    offline.scrollIntoView({ block: "center" });
  });
  window.addEventListener("online", function () { if (offline) offline.hidden = true; });

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // What a phone chose is shown from its own memory at once, instead of being loaded back over the air.
  var seen = {};
  function prepare() {
    var form = document.querySelector("[data-photos]");
    document.querySelectorAll("[data-shot]").forEach(function (picture) {
      var own = seen[picture.getAttribute("data-shot")];
      if (!own) return;
      var served = picture.src;
      picture.onerror = function () { picture.onerror = null; picture.src = served; };
      picture.src = own;
    });
    if (!form || form.getAttribute("data-ready")) return;
    form.setAttribute("data-ready", "yes");
    form.querySelector("[data-plain]").hidden = true;
    form.querySelector("[data-pick]").className = "button wide pick";
    form.querySelector("input[type=file]").addEventListener("change", function () { sendAll(form, this); });
  }

  function sendAll(form, input) {
    var room = Number(form.getAttribute("data-room")), most = Number(form.getAttribute("data-most-bytes"));
    var chosen = Array.prototype.slice.call(input.files), refused = [];
    if (chosen.length > room) { chosen = chosen.slice(0, room); refused.push(form.getAttribute("data-says-many")); }
    chosen = chosen.filter(function (file) {
      if (file.size <= most) return true;
      refused.push(file.name + "：" + form.getAttribute("data-says-large"));
      return false;
    });
    input.disabled = true;
    sendNext(form, chosen, 0, refused);
  }

  function sendNext(form, files, done, refused) {
    var box = form.querySelector("[data-progress]"), bar = box.querySelector("progress"), told = box.querySelector("[data-told]");
    if (done === files.length) return finish(refused);
    box.hidden = false;
    told.textContent = (done + 1) + " / " + files.length;
    var body = new FormData(), request = new XMLHttpRequest(), before = keys();
    body.append("csrf_token", form.querySelector("[name=csrf_token]").value);
    body.append("photo", files[done]);
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; };
    request.onload = function () {
      var section = parsed(request.responseText);
      if (!section) { refused.push(form.getAttribute("data-says-failed")); return finish(refused); }
      section.querySelectorAll(".error-summary li").forEach(function (line) { refused.push(line.textContent); });
      section.querySelectorAll(".error-summary").forEach(function (old) { old.remove(); });
      document.getElementById("photos").replaceWith(section);
      keys().forEach(function (key) { if (before.indexOf(key) < 0) seen[key] = URL.createObjectURL(files[done]); });
      prepare();
      var next = document.querySelector("[data-photos]");
      if (next && done + 1 < files.length) sendNext(next, files, done + 1, refused); else finish(refused);
    };
    request.onerror = function () { refused.push(form.getAttribute("data-says-failed")); finish(refused); };
    request.send(body);
  }

  function keys() {
    return Array.prototype.map.call(document.querySelectorAll("[data-shot]"), function (picture) { return picture.getAttribute("data-shot"); });
  }

  function parsed(html) {
    return new DOMParser().parseFromString(html, "text/html").getElementById("photos");
  }

  // The bar goes, the button comes back, and what was not taken is said.
  function finish(refused) {
    var form = document.querySelector("[data-photos]"), section = document.getElementById("photos");
    if (form) {
      form.querySelector("[data-progress]").hidden = true;
      form.querySelector("input[type=file]").disabled = false;
      form.querySelector("input[type=file]").value = "";
    }
    if (!refused.length) return;
    var box = document.createElement("div"), list = document.createElement("ul");
    box.className = "error-summary";
    box.setAttribute("role", "alert");
    refused.forEach(function (sentence) {
      var line = document.createElement("li");
      line.textContent = sentence;
      list.appendChild(line);
    });
    box.appendChild(list);
    section.insertBefore(box, section.firstChild);
  }
  prepare();
})();
