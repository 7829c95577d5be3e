// what the reader chose -> the question in SPARQL that gives the same articles

import { iri } from "./data.js";
import { drawable } from "./labels.js";
import { iso } from "./words.js";

/** @import { Asked, Chosen, Kind } from "./types.ts" */

const KINDS = "schema:NewsArticle schema:VideoObject"; // of articles; stories and storylines have headlines too
/** @type {Record<string, string>} */
const SIGNS = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** @param {string} value */
const text = (value) => `"${drawable(value).replace(/[\\"\n\r\t]/g, (sign) => SIGNS[sign])}"`;
/** @param {number} minute @param {string} seconds */
const moment = (minute, seconds) => `"${iso(minute)}:${seconds}Z"^^xsd:dateTime`;

/**
 * Return a SELECT of the articles that match, with headline, provider, time and story.
 *
 * @param {Asked} state
 */
export function sparql(state) {
  const { data } = state;
  const lines = [`VALUES ?kind { ${KINDS} } ?article a ?kind ; schema:headline ?headline .`];
  /** @param {Kind} kind */
  const thing = (kind) => `<${iri(data, kind, state[kind])}>`;
  if (state.story >= 0) lines.push(`<${iri(data, "story", state.story)}> schema:hasPart ?article .`);
  if (state.provider >= 0) lines.push(`?article schema:publisher ${thing("provider")} .`);
  if (state.topic >= 0) lines.push(`?article schema:about/skos:broader* ${thing("topic")} .`);
  if (state.organization >= 0) lines.push(`?article schema:mentions ${thing("organization")} .`);
  if (state.quality > 0) lines.push(`?article kg:quality ?quality . FILTER(?quality >= ${state.quality})`);
  lines.push(published(state));
  lines.push("OPTIONAL { ?article schema:publisher/schema:name ?provider }");
  lines.push("OPTIONAL { ?story a kg:Story ; schema:hasPart ?article ; skos:prefLabel ?label }");
  for (const word of state.q.split(/\s+/).filter(Boolean)) {
    const asked = text(word.toLowerCase());
    const named = ["about/skos:prefLabel", "mentions/schema:name"].map(
      (path) => `EXISTS { ?article schema:${path} ?name . FILTER(CONTAINS(LCASE(?name), ${asked})) }`,
    );
    const said = `CONCAT(?headline, " ", COALESCE(?label, ""), " ", COALESCE(?provider, ""))`;
    lines.push(`FILTER(CONTAINS(LCASE(${said}), ${asked}) || ${named.join(" || ")})`);
  }
  const prefixes = Object.entries(data.raw.prefixes).map(([name, start]) => `PREFIX ${name}: <${start}>`);
  return [
    ...prefixes,
    "SELECT DISTINCT ?headline ?provider ?published ?label ?article WHERE {",
    ...lines.map((line) => `  ${line}`),
    "}",
    "ORDER BY ?label ?published ?article\n",
  ].join("\n");
}

/** @param {Pick<Chosen, "from" | "to">} times */
function published({ from, to }) {
  if (from === null || to === null) return "OPTIONAL { ?article schema:datePublished ?published }";
  const within = `?published >= ${moment(from, "00")} && ?published <= ${moment(to, "59")}`;
  return `?article schema:datePublished ?published . FILTER(${within})`;
}
