// The query page: YASGUI on the endpoint of this server, with the saved questions beside it.

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./query.css";

/**
 * What kg/server writes into the page.
 *
 * @typedef {{ name: string, kind: string, text: string, default: string | null }} Parameter
 * @typedef {{ name: string, title: string, text: string, query: string, parameters: Parameter[] }} Question
 * @typedef {{ base: string, prefixes: Record<string, string>, questions: Question[] }} About
 */

/**
 * What the table of YASR is made of, and its types do not tell.
 *
 * @typedef {{ type: string, value: string, datatype?: string }} Binding
 * @typedef {(this: object, binding: Binding, prefixes?: Record<string, string>) => string} Shown
 * @typedef {{ formatLiteral: Shown, getUriLinkFromBinding: Shown }} Table
 */

const FIRST = `SELECT ?story ?label (COUNT(?article) AS ?articles) WHERE {
  ?story a kg:Story ; skos:prefLabel ?label ; schema:hasPart ?article .
}
GROUP BY ?story ?label
ORDER BY DESC(?articles) ?label
LIMIT 20`;
// numbers, dates and the like are shown without their datatype
const PLAIN = /#(?:integer|decimal|double|float|boolean|date|dateTime|string|anyURI)$/;
/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { base, prefixes, questions } = /** @type {About} */ (JSON.parse(byId("about").textContent));

// Oxigraph knows the prefixes of kg by itself; the editor wants to see them
/** @param {string} query */
function declared(query) {
  const used = Object.entries(prefixes).filter(
    ([name]) =>
      new RegExp(`(?<![\\w:])${name}:[\\w]`).test(query) && !new RegExp(`prefix\\s+${name}:`, "i").test(query),
  );
  return (
    used
      .map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`)
      .sort()
      .join("") + query
  );
}

const table = /** @type {Table} */ (/** @type {unknown} */ (Yasgui.Yasr.plugins.table.prototype));
const { formatLiteral, getUriLinkFromBinding } = table;
table.formatLiteral = function (binding, known) {
  if (/#anyURI$/.test(binding.datatype ?? "") && /^https?:\/\//.test(binding.value)) {
    return getUriLinkFromBinding.call({ ...this, persistentConfig: { compact: true } }, binding, known);
  }
  return formatLiteral.call(
    this,
    PLAIN.test(binding.datatype ?? "") ? { ...binding, datatype: undefined } : binding,
    known,
  );
};
// what the graph speaks of has a page here
table.getUriLinkFromBinding = function (binding, known) {
  const link = getUriLinkFromBinding.call(this, binding, known);
  return binding.value.startsWith(base) ? link.replace(`href="${base}`, 'href="/') : link;
};

Yasgui.Yasqe.forkAutocompleter("prefixes", {
  name: "ours",
  persistenceId: null,
  get: () =>
    Promise.resolve(
      Object.entries(prefixes)
        .map(([name, iri]) => `${name}: <${iri}>`)
        .sort(),
    ),
});
const yasgui = new Yasgui(byId("yasgui"), {
  requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST", acceptHeaderGraph: "text/turtle" },
  endpointCatalogueOptions: { getData: () => [], keys: [], renderItem() {} },
  persistenceId: `kg-${location.host}`,
  yasqe: /** @type {object} */ ({
    value: declared(FIRST),
    autocompleters: ["variables", "ours"],
    editorHeight: "280px",
    screenReaderLabel: "SPARQL query",
  }),
  yasr: { prefixes: { "": base, ...prefixes }, maxPersistentResponseSize: 100000 },
});

const chosen = /** @type {HTMLSelectElement} */ (byId("question"));
const form = /** @type {HTMLFormElement} */ (byId("parameters"));
const wrong = byId("wrong");
for (const { name, title } of questions) chosen.append(new Option(title, name));

// a field for each parameter; what is left empty keeps its default
/** @param {Parameter} parameter */
function field({ name, kind, text, default: value }) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.name = name;
  input.required = !value;
  input.placeholder = kind;
  label.append(name, input, Object.assign(document.createElement("small"), { textContent: text }));
  return label;
}

/** @param {string} name @param {string} query */
function asked(name, query) {
  const tab = yasgui.addTab(true, { name, yasqe: { value: declared(query) } }, { avoidDuplicateTabs: true });
  tab
    .getYasqe()
    .query()
    .catch(() => {});
}

chosen.addEventListener("change", () => {
  const question = questions.find(({ name }) => name === chosen.value);
  const { text, parameters } = question ?? { text: "", parameters: [] };
  byId("told").textContent = text;
  wrong.textContent = "";
  form.hidden = !parameters.length;
  form.replaceChildren(
    ...parameters.map(field),
    Object.assign(document.createElement("button"), { textContent: "Ask" }),
  );
  if (question && parameters.every((parameter) => parameter.default)) asked(question.name, question.query);
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = /** @type {[string, string][]} */ ([...new FormData(form)]);
  const given = fields.filter(([, value]) => value.trim());
  const address = `/questions/${chosen.value}?${new URLSearchParams([...given, ["format", "application/sparql-query"]])}`;
  const answer = await fetch(address).catch((error) => ({ ok: false, text: () => String(error) }));
  const text = await answer.text();
  wrong.textContent = answer.ok ? "" : text;
  if (answer.ok) asked(chosen.value, text);
});
