// The query editor: CodeMirror over the textarea, completion from the graph's own terms, tabs, a link to share.
import { autocompletion } from "@codemirror/autocomplete";
import { EditorView, basicSetup } from "codemirror";
import { Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const area = document.getElementById("query");
const form = document.getElementById("query-form");
const said = document.getElementById("said");
let terms = { prefixes: {}, classes: [], properties: [] };

fetch("/terms.json").then((answer) => answer.json()).then((found) => { terms = found; }).catch(() => {});

// The editor lives in a shadow tree: there CodeMirror's styles are constructed sheets, which the policy allows.
const shadow = document.getElementById("editor").attachShadow({ mode: "open" });
const style = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--tok-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--tok-string)" },
  { tag: [tags.number, tags.bool], color: "var(--tok-number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--link)" },
  { tag: [tags.namespace, tags.typeName, tags.url, tags.propertyName], color: "var(--ink)" },
]);
const look = EditorView.theme({
  "&": { backgroundColor: "var(--sheet)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px", fontSize: ".9rem", minHeight: "14rem", maxHeight: "60vh" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
  ".cm-content": { caretColor: "var(--ink)", fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace' },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--ground)", borderRight: "1px solid var(--line)", color: "var(--quiet)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selected)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--found)" },
  ".cm-tooltip": { backgroundColor: "var(--sheet)", border: "1px solid var(--edge)", color: "var(--ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--ground)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "1rem" },
  ".cm-panels": { backgroundColor: "var(--ground)", color: "var(--ink)" },
});

function complete(context) {
  const word = context.matchBefore(/[\w-]*:[\w/-]*|[?$]\w*|\w+/);
  if (!word && !context.explicit) return null;
  const from = word ? word.from : context.pos;
  const text = word ? word.text : "";
  const doc = context.state.doc.toString();
  const before = doc.slice(0, from).trimEnd();
  const options = [];
  if (text.startsWith("?") || text.startsWith("$")) {
    for (const name of new Set(doc.match(/[?$]\w+/g) || [])) if (name !== text) options.push({ label: name, type: "variable" });
    return { from, options };
  }
  const classes = /(^|[\s;])(a|rdf:type)$/.test(before) || /VALUES|subClassOf$/.test(before);
  const add = (rows, type, boost) => {
    for (const row of rows) options.push({ label: row.term, detail: `${row.label} · ${row.count}`, type, boost: boost + Math.min(9, Math.log10(row.count + 1)), apply: insert(row.term) });
  };
  add(terms.properties, "property", classes ? -10 : 10);
  add(terms.classes, "class", classes ? 10 : -10);
  for (const [prefix, iri] of Object.entries(terms.prefixes)) options.push({ label: `${prefix}:`, detail: iri, type: "namespace", apply: insert(`${prefix}:`) });
  for (const name of ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "ORDER BY", "GROUP BY", "LIMIT", "VALUES", "BIND", "GRAPH", "COUNT", "CONSTRUCT", "ASK", "DESCRIBE"]) options.push({ label: name, type: "keyword" });
  return { from, options, validFor: /^[\w:/?$-]*$/ };
}

// Put a term in, and its PREFIX line on top where it is missing.
function insert(term) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: term }];
    const line = missing(view.state.doc.toString() + " " + term + " ");
    if (line) changes.unshift({ from: 0, insert: line });
    view.dispatch({ changes, selection: { anchor: from + term.length + line.length } });
  };
}

function missing(text) {
  const bare = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, (found) => (found[0] === "#" ? "" : " "));
  const declared = new Set([...text.matchAll(/PREFIX\s+([\w-]*):/gi)].map((found) => found[1]));
  const used = new Set([...bare.matchAll(/(?:^|[\s({,;/|^!])([\w-]*):(?=[\w])/g)].map((found) => found[1]));
  return [...used].filter((name) => !declared.has(name) && name in terms.prefixes).map((name) => `PREFIX ${name}: <${terms.prefixes[name]}>\n`).join("");
}

const view = new EditorView({
  doc: area.value,
  parent: shadow,
  root: shadow,
  extensions: [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => { form.requestSubmit(); return true; } }])),
    look, basicSetup, sparql(), syntaxHighlighting(style), autocompletion({ override: [complete] }), EditorView.lineWrapping,
    // A typed text that replaces a selection goes around the browser's own editing, which writes inline styles.
    EditorView.domEventHandlers({
      beforeinput(event, one) {
        if (event.isComposing || one.state.selection.main.empty || !event.cancelable) return false;
        if (event.inputType !== "insertText" && !event.inputType.startsWith("deleteContent")) return false;
        event.preventDefault();
        one.dispatch(one.state.replaceSelection(event.inputType === "insertText" ? event.data || "" : ""), { userEvent: "input.type", scrollIntoView: true });
        return true;
      },
    }),
    EditorView.contentAttributes.of({ "aria-label": "SPARQL query" }),
    EditorView.updateListener.of((update) => { if (update.docChanged) { area.value = view.state.doc.toString(); keep(); } }),
  ],
});
area.hidden = true;
document.querySelector('label[for="query"]').addEventListener("click", () => view.focus());
document.getElementById("keys").hidden = false;
const line = Number(area.dataset.line || 0);
if (line && line <= view.state.doc.lines) view.dispatch({ selection: { anchor: view.state.doc.line(line).from } });

const share = document.getElementById("share");
share.hidden = false;
share.addEventListener("click", async () => {
  const link = `${location.origin}/sparql?query=${encodeURIComponent(area.value)}`;
  try { await navigator.clipboard.writeText(link); said.textContent = "The link is copied."; }
  catch { history.replaceState(null, "", link); said.textContent = "The link stands in the address bar."; }
});
const prefixes = document.getElementById("prefixes");
prefixes.hidden = false;
prefixes.addEventListener("click", () => {
  const text = missing(area.value);
  if (text) view.dispatch({ changes: { from: 0, insert: text } });
  said.textContent = text ? "Added." : "None is missing.";
});

// Tabs are kept in this browser alone.
const bar = document.getElementById("tabs");
let tabs = [], current = 0;
function load() {
  try { tabs = JSON.parse(localStorage.getItem("polity-tabs") || "[]").filter((one) => typeof one === "string").slice(0, 20); } catch { tabs = []; }
  current = tabs.indexOf(area.value);
  if (current < 0) { current = tabs.length; tabs.push(area.value); }
}
function keep() {
  tabs[current] = area.value;
  try { localStorage.setItem("polity-tabs", JSON.stringify(tabs.slice(-20))); } catch { /* no room, or not allowed */ }
}
function draw() {
  bar.replaceChildren();
  tabs.forEach((text, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second";
    button.textContent = `Query ${place + 1}`;
    button.setAttribute("aria-pressed", String(place === current));
    button.addEventListener("click", () => open(place));
    bar.append(button);
  });
  for (const [label, act] of [["New", () => { tabs.push(""); open(tabs.length - 1); }], ["Close", () => { tabs.splice(current, 1); if (!tabs.length) tabs.push(""); open(Math.min(current, tabs.length - 1)); }]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second plain";
    button.textContent = label;
    button.setAttribute("aria-label", `${label} query tab`);
    button.addEventListener("click", act);
    bar.append(button);
  }
}
function open(place) {
  current = place;
  const text = tabs[place];
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  keep();
  draw();
  view.focus();
}
load();
keep();
draw();
bar.hidden = false;
