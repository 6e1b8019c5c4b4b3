// Papers are photographed: each picture is looked at on the phone before it is sent, and said to be blurred, dark, too
// small or cut off while the paper still lies there. The same numbers as `reencoding._measure`. Nothing here is needed.
(function () {
  var form = document.querySelector("[data-papers]");
  if (!form) return;
  var rule = JSON.parse(form.getAttribute("data-rule")), seen = {};
  var MEASURED = 1000, KEPT = 1600, TILES = 8, STRIP = 20, MOST_NOISE = 400, LEAST_WRITING = 300;

  form.querySelectorAll("[data-paper]").forEach(function (section) {
    var reason = section.querySelector("[data-reason]");
    function show() {
      var chosen = section.querySelector("input[type=radio]:checked");
      reason.hidden = !reason.classList.contains("wrong") && (!chosen || (chosen.value !== "cannot" && chosen.value !== "not_applicable"));
    }
    section.addEventListener("change", show);
    show();
    var input = section.querySelector("[data-paper-photos]");
    if (!input) return;
    if (input.hasAttribute("data-send-to")) section.querySelector("[data-pick]").className = "button wide pick";
    input.addEventListener("change", function () { take(section, input, Array.prototype.slice.call(input.files)); });
  });

  // A finger on its way to a button finds it where it was: nothing moves while one is down.
  var down = false;
  ["pointerdown", "pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { down = name === "pointerdown"; }, true);
  });
  function still(act, waited) {
    if (down && waited < 3000) setTimeout(function () { still(act, waited + 60); }, 60); else act();
  }

  // One picture after the other: looked at, asked about where it is doubtful, sent.
  function take(section, input, files) {
    if (!files.length) return;
    var file = files[0], rest = files.slice(1), sends = input.hasAttribute("data-send-to");
    function next() { if (rest.length) take(section, input, rest); else if (sends) { input.value = ""; input.disabled = false; } }
    if (file.size > Number(form.getAttribute("data-most-bytes"))) { tell(section, file.name + "：" + says("large")); return next(); }
    if (sends && roomIn(section) < 1) { tell(section, says("many")); return next(); }
    look(file, function (fault) {
      if (!sends) say(section);
      if (!fault) return sends ? send(section, input, file, next) : next();
      still(function () {
        ask(section, file, fault, function () {
          if (sends) send(section, input, file, next); else next();
        }, function () {
          input.value = "";
          input.disabled = false;
          input.click();
        });
      }, 0);
    });
  }

  function look(file, done) {
    var picture = new Image(), address = URL.createObjectURL(file);
    picture.onload = function () {
      var fault = "";
      try { fault = faultOf(measure(picture)); } catch (error) { fault = ""; }
      URL.revokeObjectURL(address);
      done(fault);
    };
    picture.onerror = function () { URL.revokeObjectURL(address); done(""); };
    picture.src = address;
  }

  function measure(picture) {
    var width = picture.naturalWidth, height = picture.naturalHeight, longest = Math.max(width, height);
    var kept = Math.min(1, KEPT / longest), found = { width: Math.round(width * kept), height: Math.round(height * kept), sharp: 0, light: 255, range: 255, cut: 0 };
    var source = picture, scale = Math.min(1, MEASURED / longest), w = Math.max(1, Math.round(width * scale)), h = Math.max(1, Math.round(height * scale));
    if (scale < 0.5) source = drawn(picture, w * 2, h * 2);
    if (Math.min(w, h) < 2 * TILES) return found;
    var colours = drawn(source, w, h).getContext("2d").getImageData(0, 0, w, h).data, grey = new Uint8Array(w * h), counts = new Array(256), n, x, y;
    for (n = 0; n < 256; n++) counts[n] = 0;
    for (n = 0; n < w * h; n++) {
      grey[n] = (colours[4 * n] * 299 + colours[4 * n + 1] * 587 + colours[4 * n + 2] * 114 + 500) / 1000;
      counts[grey[n]]++;
    }
    var changing = new Int16Array((w - 2) * (h - 2)), W = w - 2, H = h - 2;
    for (y = 1; y < h - 1; y++) for (x = 1; x < w - 1; x++) {
      n = y * w + x;
      changing[(y - 1) * W + x - 1] = Math.max(-128, Math.min(127, grey[n - 1] + grey[n + 1] + grey[n - w] + grey[n + w] - 4 * grey[n]));
    }
    function energy(left, top, right, bottom) {
      var sum = 0, squares = 0, all = (right - left) * (bottom - top), i, j, value;
      for (j = top; j < bottom; j++) for (i = left; i < right; i++) { value = changing[j * W + i]; sum += value; squares += value * value; }
      return squares / all - (sum / all) * (sum / all);
    }
    function at(side, place) { return Math.floor(side * place / TILES); }
    var tiles = [];
    for (y = 0; y < TILES; y++) for (x = 0; x < TILES; x++) tiles.push(energy(at(W, x), at(H, y), at(W, x + 1), at(H, y + 1)));
    tiles.sort(function (one, other) { return one - other; });
    var noise = Math.min(tiles[3], MOST_NOISE), writing = Math.max(LEAST_WRITING, (tiles[57] - noise) / 2), strip = Math.min(STRIP, W, H);
    var sides = [0, 0, 0, 0];
    for (n = 0; n < TILES; n++) {
      sides[0] += energy(0, at(H, n), strip, at(H, n + 1)) - noise > writing ? 1 : 0;
      sides[1] += energy(at(W, n), 0, at(W, n + 1), strip) - noise > writing ? 1 : 0;
      sides[2] += energy(W - strip, at(H, n), W, at(H, n + 1)) - noise > writing ? 1 : 0;
      sides[3] += energy(at(W, n), H - strip, at(W, n + 1), H) - noise > writing ? 1 : 0;
    }
    found.sharp = Math.round(tiles[62] - noise);
    found.light = darker(counts, 0.95, w * h);
    found.range = darker(counts, 0.995, w * h) - darker(counts, 0.005, w * h);
    found.cut = sides.filter(function (parts) { return parts >= 3; }).length;
    return found;
  }

  function drawn(source, width, height) {
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = width;
    canvas.height = height;
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "white";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(source, 0, 0, width, height);
    return canvas;
  }

  function darker(counts, share, all) {
    var passed = 0, grey;
    for (grey = 0; grey < 256; grey++) { passed += counts[grey]; if (passed >= share * all) return grey; }
    return 255;
  }

  function faultOf(found) {
    if (Math.max(found.width, found.height) < rule.long_side || Math.min(found.width, found.height) < rule.short_side) return "small";
    if (found.light < rule.light) return "dark";
    if (found.range < rule.range) return "pale";
    if (found.sharp < rule.sharp) return "blurred";
    return found.cut ? "cut" : "";
  }

  // What is wrong with the picture, and the choice: once more, or as it is.
  function ask(section, file, fault, keep, again) {
    var box = section.querySelector("[data-doubt]"), card = document.createElement("div"), picture = document.createElement("img");
    var words = document.createElement("p"), pair = document.createElement("div"), address = URL.createObjectURL(file);
    card.className = "note doubt";
    words.className = "strong";
    words.textContent = says(fault);
    picture.src = address;
    picture.alt = "";
    pair.className = "pair";
    function close() { URL.revokeObjectURL(address); card.remove(); }
    function button(text, main, act) {
      var made = document.createElement("button");
      made.type = "button";
      made.className = main ? "button main" : "button";
      made.textContent = text;
      made.addEventListener("click", function () { close(); act(); });
      // A tap that was meant for what stood here before does nothing.
      made.disabled = true;
      setTimeout(function () { made.disabled = false; }, 400);
      pair.appendChild(made);
      return made;
    }
    button(says("again"), true, again);
    button(says("keep"), false, keep);
    card.appendChild(words);
    card.appendChild(picture);
    card.appendChild(pair);
    box.textContent = "";
    box.appendChild(card);
    picture.onload = picture.onerror = function () { card.scrollIntoView({ block: "nearest" }); };
  }

  function send(section, input, file, next) {
    var number = section.getAttribute("data-paper"), box = section.querySelector("[data-progress]"), bar = box.querySelector("progress");
    var body = new FormData(), request = new XMLHttpRequest(), before = keys();
    input.disabled = true;
    box.hidden = false;
    box.querySelector("[data-told]").textContent = file.name;
    body.append("csrf_token", form.querySelector("[name=csrf_token]").value);
    body.append("photo", file);
    request.open("POST", input.getAttribute("data-send-to"));
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; };
    request.onload = function () {
      box.hidden = true;
      var shots = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("shots-" + number);
      if (!shots) { tell(section, says("failed")); return next(); }
      document.getElementById("shots-" + number).replaceWith(shots);
      keys().forEach(function (key) { if (before.indexOf(key) < 0) seen[key] = URL.createObjectURL(file); });
      showOwn();
      if (request.status === 200) say(section);
      next();
    };
    request.onerror = function () { box.hidden = true; tell(section, says("failed")); next(); };
    request.send(body);
  }

  // Who photographs a paper has it.
  function say(section) {
    var have = section.querySelector("input[type=radio][value=have]");
    if (!have) return;
    have.checked = true;
    have.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What the phone chose is shown from its own memory, instead of being loaded back over the air.
  function showOwn() {
    form.querySelectorAll("[data-shot]").forEach(function (picture) {
      var own = seen[picture.getAttribute("data-shot")], served = picture.src;
      if (!own || picture.src === own) return;
      picture.onerror = function () { picture.onerror = null; picture.src = served; };
      picture.src = own;
    });
  }

  function keys() {
    return Array.prototype.map.call(form.querySelectorAll("[data-shot]"), function (picture) { return picture.getAttribute("data-shot"); });
  }

  function roomIn(section) {
    var shots = section.querySelector("[data-room]");
    return shots ? Number(shots.getAttribute("data-room")) : 1;
  }

  function tell(section, sentence) {
    var line = document.createElement("p");
    line.className = "note late";
    line.textContent = sentence;
    section.querySelector("[data-doubt]").appendChild(line);
  }

  function says(what) { return form.getAttribute("data-says-" + what); }
})();
