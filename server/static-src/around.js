// The graph view, drawn from the table beside it: what the table says is what the picture shows.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const NS = "http://www.w3.org/2000/svg";
const svg = document.getElementById("graph");
const rows = [...document.querySelectorAll("#edges tbody tr")];
const nodes = new Map();
const edges = [];
function node(id, label, link, kind) {
  if (!nodes.has(id)) nodes.set(id, { id, label, link, kind, degree: 0 });
  return nodes.get(id);
}
for (const row of rows) {
  const d = row.dataset;
  const source = node(d.s, d.sLabel, d.sLink, d.sKind);
  const target = node(d.o, d.oLabel, d.oLink, d.oKind);
  source.degree += 1;
  target.degree += 1;
  edges.push({ source, target, label: d.p, inferred: d.inferred === "yes", row });
}
const all = [...nodes.values()];
const make = (name, attributes, parent) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
};
const width = 900, height = 640;
svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
const world = make("g", {}, svg);
const lines = edges.map((edge) => make("line", { class: edge.inferred ? "edge inferred" : "edge" }, world));
const few = all.length <= 60;
const drawn = all.map((one) => {
  const link = make("a", { href: one.link || "#edges", "aria-label": `${one.label}, ${one.degree} link${one.degree === 1 ? "" : "s"}`, class: `node ${one.kind}` }, world);
  const radius = one.id === svg.dataset.centre ? 13 : 6 + Math.min(6, Math.sqrt(one.degree));
  if (one.kind === "claim") make("rect", { x: -radius, y: -radius, width: 2 * radius, height: 2 * radius }, link);
  else if (one.kind === "paper") make("path", { d: `M0 ${-radius * 1.3}L${radius * 1.3} 0L0 ${radius * 1.3}L${-radius * 1.3} 0Z` }, link);
  else make("circle", { r: radius }, link);
  make("title", {}, link).textContent = one.label;
  one.radius = radius;
  one.text = one.label.length > 28 ? `${one.label.slice(0, 27)}…` : one.label;
  one.name = make("text", { x: radius + 4, y: 4 }, link);
  one.name.textContent = one.text;
  return link;
});
const simulation = forceSimulation(all)
  .force("link", forceLink(edges).distance(few ? 110 : 50))
  .force("charge", forceManyBody().strength(few ? -380 : -90))
  .force("collide", forceCollide(few ? 22 : 10))
  .force("x", forceX(width / 2).strength(0.06)).force("y", forceY(height / 2).strength(0.08))
  .force("centre", forceCenter(width / 2, height / 2)).stop();
const centre = nodes.get(svg.dataset.centre);
if (centre) { centre.fx = width / 2; centre.fy = height / 2; }

function place() {
  all.forEach((one, n) => drawn[n].setAttribute("transform", `translate(${one.x.toFixed(1)} ${one.y.toFixed(1)})`));
  edges.forEach((edge, n) => {
    for (const [key, value] of [["x1", edge.source.x], ["y1", edge.source.y], ["x2", edge.target.x], ["y2", edge.target.y]]) lines[n].setAttribute(key, value.toFixed(1));
  });
}
// Show all of it: the names reach to the right of their nodes.
function fit() {
  const xs = all.map((one) => one.x), ys = all.map((one) => one.y);
  const left = Math.min(...xs) - 24, top = Math.min(...ys) - 24;
  const wide = Math.max(...xs) + (few ? 250 : 150) - left, high = Math.max(...ys) + 24 - top;
  const scale = Math.max(wide / width, high / height);
  svg.setAttribute("viewBox", `${left - (width * scale - wide) / 2} ${top - (height * scale - high) / 2} ${width * scale} ${height * scale}`);
}
// Names that would lie over another name or a node stay hidden until their node is pointed at or focused.
function name() {
  const taken = all.map((one) => [one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius, one]);
  for (const one of [...all].sort((a, b) => (b === centre) - (a === centre) || b.degree - a.degree)) {
    const box = [one.x + one.radius + 3, one.y - 9, one.x + one.radius + 6 + one.name.getComputedTextLength(), one.y + 8, one];
    const free = taken.every((other) => other[4] === one || box[2] < other[0] || other[2] < box[0] || box[3] < other[1] || other[3] < box[1]);
    one.name.classList.toggle("quiet-name", !free);
    if (free) taken.push(box);
  }
}
// Settle in slices so that the page answers meanwhile; drawn as it settles unless motion is unwelcome.
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
function settle() {
  const until = performance.now() + 12;
  while (performance.now() < until && simulation.alpha() > 0.02) simulation.tick();
  if (!still || simulation.alpha() <= 0.02) { place(); fit(); }
  if (simulation.alpha() > 0.02) requestAnimationFrame(settle);
  else { name(); svg.dataset.settled = "yes"; }
}
settle();

// Lines and rows light up together; nodes can be dragged.
function light(id, on) {
  drawn[all.findIndex((one) => one.id === id)].classList.toggle("lit", on);
  edges.forEach((edge, n) => { if (edge.source.id === id || edge.target.id === id) { lines[n].classList.toggle("lit", on); edge.row.classList.toggle("lit", on); } });
}
drawn.forEach((link, n) => {
  for (const [name, on] of [["focus", true], ["blur", false], ["pointerenter", true], ["pointerleave", false]]) link.addEventListener(name, () => light(all[n].id, on));
  let from = null;
  link.addEventListener("dragstart", (event) => event.preventDefault());
  link.addEventListener("pointerdown", (event) => { from = { x: event.clientX, y: event.clientY, moved: false }; link.setPointerCapture(event.pointerId); });
  link.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4 || from.moved) {
      from.moved = true;
      all[n].x = all[n].fx = all[n].x + event.movementX * scale;
      all[n].y = all[n].fy = all[n].y + event.movementY * scale;
      place();
    }
  });
  link.addEventListener("pointerup", () => { if (from?.moved) name(); setTimeout(() => { from = null; }, 0); });
  link.addEventListener("click", (event) => { if (from?.moved) event.preventDefault(); });
});
