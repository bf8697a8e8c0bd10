// The article page: choosing a mark keeps the text in place, Escape goes back, arrow keys go from mark to mark.
const text = document.getElementById("text");
const panel = document.querySelector(".panel");
let last = null;

function links() {
  return [...text.querySelectorAll("a.mark, a.handle")].filter((one) => one.offsetParent !== null);
}

function show(id, from) {
  const y = window.scrollY;
  last = from;
  location.replace(`#${id}`);
  window.scrollTo({ top: y, behavior: "instant" });
  document.getElementById(id)?.focus({ preventScroll: true });
  panel.scrollTop = 0;
}

text.addEventListener("click", (event) => {
  const link = event.target.closest("a.mark, a.handle");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.hash.slice(1), link);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash.length > 1) {
    const y = window.scrollY;
    location.replace("#text");
    window.scrollTo({ top: y, behavior: "instant" });
    last?.focus({ preventScroll: true });
  }
  const link = document.activeElement?.closest?.("#text a");
  if (link && (event.key === "ArrowRight" || event.key === "ArrowLeft") && !event.altKey && !event.ctrlKey) {
    const all = links();
    const next = all[all.indexOf(link) + (event.key === "ArrowRight" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
});

// A card that is opened from elsewhere brings its stretch of text into view.
const mark = document.getElementById(`at-${location.hash.slice(1)}`);
if (mark) mark.scrollIntoView({ block: "center" });
