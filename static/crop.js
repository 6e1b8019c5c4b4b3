// Choosing the square of a photo: drag the frame, or move it with the sliders. Without this script the middle is taken.
(function () {
  var form = document.querySelector("[data-crop]");
  if (!form) return;
  function part(name) { return form.querySelector("[data-crop-" + name + "]"); }
  var file = form.querySelector("input[type=file]"), box = part("box"), unseen = part("unseen"), picture = part("picture"),
    stage = part("stage"), frame = part("frame"), preview = part("preview"),
    size = part("size"), across = part("x"), down = part("y"), held = null;

  // The square in pixels of the picture as shown upright.
  function square() {
    var side = Math.min(picture.naturalWidth, picture.naturalHeight) * size.value / 100;
    return { side: side, x: (picture.naturalWidth - side) * across.value / 100, y: (picture.naturalHeight - side) * down.value / 100 };
  }
  function show() {
    var chosen = square(), scale = picture.clientWidth / picture.naturalWidth;
    frame.style.left = chosen.x * scale + "px";
    frame.style.top = chosen.y * scale + "px";
    frame.style.width = frame.style.height = chosen.side * scale + "px";
    preview.getContext("2d").drawImage(picture, chosen.x, chosen.y, chosen.side, chosen.side, 0, 0, preview.width, preview.height);
    var edges = {
      left: chosen.x / picture.naturalWidth, top: chosen.y / picture.naturalHeight,
      right: (chosen.x + chosen.side) / picture.naturalWidth, bottom: (chosen.y + chosen.side) / picture.naturalHeight
    };
    Object.keys(edges).forEach(function (name) {
      form.querySelector('[data-crop-edge="' + name + '"]').value = Math.min(1, edges[name]).toFixed(6);
    });
  }
  function forget() {
    box.hidden = unseen.hidden = true;
    form.querySelectorAll("[data-crop-edge]").forEach(function (edge) { edge.value = ""; });
  }
  file.addEventListener("change", function () {
    forget();
    if (picture.src) URL.revokeObjectURL(picture.src);
    if (file.files.length) picture.src = URL.createObjectURL(file.files[0]);
  });
  picture.addEventListener("load", function () {
    size.value = 100; across.value = 50; down.value = 30;
    box.hidden = false;
    show();
  });
  picture.addEventListener("error", function () { forget(); unseen.hidden = !file.files.length; });
  [size, across, down].forEach(function (slider) { slider.addEventListener("input", show); });
  window.addEventListener("resize", function () { if (!box.hidden) show(); });

  function moved(slider, pixels, room) { if (room > 0) slider.value = Number(slider.value) + pixels / room * 100; }
  frame.addEventListener("pointerdown", function (event) {
    held = { x: event.clientX, y: event.clientY, across: across.value, down: down.value };
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", function (event) {
    if (!held) return;
    across.value = held.across; down.value = held.down;
    moved(across, event.clientX - held.x, stage.clientWidth - frame.offsetWidth);
    moved(down, event.clientY - held.y, stage.clientHeight - frame.offsetHeight);
    show();
  });
  ["pointerup", "pointercancel"].forEach(function (name) { frame.addEventListener(name, function () { held = null; }); });
})();
