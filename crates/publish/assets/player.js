// The player: controls, chapters, and the sentence being spoken. The page is complete without it.
(function () {
  "use strict";
  var bar = document.getElementById("player");
  var audio = bar && bar.querySelector("audio");
  if (!audio) return;

  var find = function (selector) { return bar.querySelector(selector); };
  var play = find("[data-play]"), progress = find("[data-progress]"), now = find("[data-now]");
  var speed = find("[data-speed]"), follow = find("[data-follow]"), current = find("[data-chapter]");
  var RATES = [1, 1.25, 1.5, 2, 0.75];
  // After the reader scrolls, the page does not pull them back for a while.
  var REST_MS = 6000;
  var calm = matchMedia("(prefers-reduced-motion: reduce)");
  var scrolledAt = -REST_MS, dragging = false;

  function spans(selector, from, to) {
    return Array.prototype.map.call(document.querySelectorAll(selector), function (element) {
      return { element: element, start: parseFloat(element.dataset[from]), end: parseFloat(element.dataset[to]) };
    }).sort(function (a, b) { return a.start - b.start; });
  }
  var spoken = spans("[data-start]", "start", "end");
  var chapters = spans("[data-chapter-start]", "chapterStart", "chapterEnd");

  // The last span that has begun and not ended; between two sentences there is none.
  function at(list, seconds) {
    for (var i = list.length - 1; i >= 0; i--) {
      if (list[i].start <= seconds) return seconds < list[i].end ? list[i] : null;
    }
    return null;
  }
  function clock(seconds) {
    var s = Math.max(0, Math.floor(seconds)), minutes = Math.floor(s / 60);
    return minutes + ":" + String(s % 60).padStart(2, "0");
  }

  var marked = null, chapter = null;
  function mark(span) {
    if (span === marked) return;
    if (marked) marked.element.classList.remove("now");
    marked = span;
    if (!span) return;
    span.element.classList.add("now");
    var rested = performance.now() - scrolledAt > REST_MS;
    if (rested && !audio.paused && follow.getAttribute("aria-pressed") === "true") bring(span.element);
  }
  function bring(element) {
    var target = element.matches("details") ? element.querySelector("summary") : element;
    var box = target.getBoundingClientRect(), room = innerHeight - bar.offsetHeight;
    if (box.top > 70 && box.bottom < room - 40) return;
    scrollTo({ top: scrollY + box.top - room * 0.3, behavior: calm.matches ? "auto" : "smooth" });
  }
  function markChapter(span) {
    if (span === chapter) return;
    if (chapter) chapter.element.removeAttribute("aria-current");
    chapter = span;
    if (span) span.element.setAttribute("aria-current", "true");
    current.textContent = span ? span.element.querySelector(".title").textContent : "";
  }
  function show() {
    var t = audio.currentTime;
    if (!dragging) progress.value = t;
    progress.setAttribute("aria-valuetext", clock(t));
    now.textContent = clock(t);
    mark(at(spoken, t));
    markChapter(at(chapters, t));
  }
  function seek(seconds, thenPlay) {
    audio.currentTime = Math.max(0, Math.min(seconds, audio.duration || seconds));
    scrolledAt = -REST_MS;
    if (thenPlay) start();
    show();
  }
  function start() {
    var started = audio.play();
    if (started) started.catch(function () { audio.controls = true; });
  }
  function showState() {
    bar.classList.toggle("playing", !audio.paused);
    play.setAttribute("aria-label", audio.paused ? play.dataset.labelPlay : play.dataset.labelPause);
  }

  play.addEventListener("click", function () { if (audio.paused) start(); else audio.pause(); });
  bar.querySelectorAll("[data-skip]").forEach(function (button) {
    button.addEventListener("click", function () { seek(audio.currentTime + Number(button.dataset.skip), false); });
  });
  speed.addEventListener("click", function () {
    var rate = RATES[(RATES.indexOf(audio.playbackRate) + 1) % RATES.length];
    audio.playbackRate = rate;
    speed.textContent = rate + "×";
    speed.setAttribute("aria-label", speed.dataset.label + " " + rate + "×");
  });
  follow.addEventListener("click", function () {
    follow.setAttribute("aria-pressed", String(follow.getAttribute("aria-pressed") !== "true"));
  });
  progress.addEventListener("input", function () { dragging = true; now.textContent = clock(progress.value); });
  progress.addEventListener("change", function () { dragging = false; seek(Number(progress.value), false); });
  chapters.forEach(function (span) {
    span.element.addEventListener("click", function () { seek(span.start, true); });
  });
  document.querySelectorAll("[data-seek]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { seek(Number(button.dataset.seek), true); });
  });
  ["wheel", "touchmove"].forEach(function (kind) {
    addEventListener(kind, function () { scrolledAt = performance.now(); }, { passive: true });
  });
  ["play", "pause", "ended"].forEach(function (kind) { audio.addEventListener(kind, showState); });
  audio.addEventListener("timeupdate", show);
  audio.addEventListener("seeked", show);
  audio.addEventListener("loadedmetadata", function () { if (isFinite(audio.duration)) progress.max = audio.duration; });
  // Escape closes what is open, as readers expect of anything that opens.
  addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.sentence[open], .chapters[open]").forEach(function (open) { open.open = false; });
  });

  // A link that names a moment (#t=83) starts there.
  var moment = /^#t=(\d+(\.\d+)?)$/.exec(location.hash);
  if (moment) audio.addEventListener("loadedmetadata", function () { seek(Number(moment[1]), false); }, { once: true });

  if ("mediaSession" in navigator && window.MediaMetadata) {
    // Lock screens take pictures over http only; read from disk, the title has to do.
    var cover = { src: new URL("cover.png", location.href).href, sizes: "1400x1400", type: "image/png" };
    var artwork = location.protocol === "file:" ? [] : [cover];
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.title, artwork: artwork });
    navigator.mediaSession.setActionHandler("seekbackward", function () { seek(audio.currentTime - 15, false); });
    navigator.mediaSession.setActionHandler("seekforward", function () { seek(audio.currentTime + 15, false); });
  }
  audio.controls = false;
  audio.hidden = true;
  find(".controls").hidden = false;
  showState();
})();
