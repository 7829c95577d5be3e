// the data of the page -> a drawing to look at, search and open; what articles say only ever becomes text
"use strict";
(() => {
  const VEIL = 0.8; // how much of the rest is veiled behind what is lit
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
  const FONTS = { story: [600, 14], topic: [600, 12.5], provider: [400, 12.5], organization: [400, 12.5], article: [400, 11.5], stub: [400, 11.5] };
  const LEADING = 1.2; // height of a line of a label, to that of its letters
  const NARROW = innerWidth < 640;
  const LETTERS = NARROW ? 18 : 24; // of a line of a label
  const CROWD = 90; // with more articles than this in sight, articles have no labels
  const AIRY = 3000; // with fewer square pixels than this for each thing in sight, only the weightiest have labels:
  const WEIGHTY = 18000; // one for so many square pixels
  const BOLD = 14; // so many of the labels may cover things that are smaller than their own by this; where it is crowded:
  const [SMALLER, JUST_SMALLER] = [0.7, 0.95];
  const PADDING = NARROW ? [48, 30] : [64, 34]; // pixels around the whole drawing, for the labels
  const STRETCH = 2.5; // how much longer the drawing may be made, to fill the screen
  const TIGHTEST = 1.6; // the largest scale that the page chooses to show all
  const NEAR = 1.1; // and to show what was searched for
  const FIRST = 5; // headlines of a story that are shown beside it
  const DOUBLE = 500; // milliseconds in which two clicks are one

  const { nodes: things, edges: links, cards, lines, options } = JSON.parse(document.getElementById("graph").textContent);
  const get = (id) => document.getElementById(id);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const color = (value) => value.replace(/var\((--\w+)\)/, (_, name) => css(name));
  const isArticle = (node) => node.group === "article" || node.group === "stub";
  const openable = (url) => /^https?:\/\//i.test(url);

  // ---- what is said of a thing
  const element = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text, dir: "auto" }, attributes);
  const facts = (node) => (isArticle(node) ? cards[node.cards[0]].slice(1, 3).filter(Boolean) : node.facts);

  function tooltip(node) {
    const box = document.createElement("div");
    box.append(element("strong", node.name), ...facts(node).map((fact) => element("span", fact)));
    if (node.group !== "story") return box;
    const list = document.createElement("ul");
    list.append(...node.cards.slice(0, FIRST).map((i) => element("li", cards[i][0])));
    if (node.cards.length > FIRST) list.append(element("li", `and ${node.cards.length - FIRST} more`));
    box.append(list);
    return box;
  }

  function row([headline, provider, when, url]) {
    const item = document.createElement("li");
    const link = { href: url, target: "_blank", rel: "noopener noreferrer" };
    const meta = element("p", "", { className: "meta" });
    meta.append(element("bdi", provider), provider && when ? " · " : "", element("bdi", when));
    item.append(openable(url) ? element("a", headline, link) : element("span", headline), meta);
    return item;
  }

  // ---- the drawing: upright on a tall screen, and stretched until it fills it
  const stage = () => get("mynetwork").getBoundingClientRect();
  const span = (nodes, axis) => [Math.min(...nodes.map((node) => node[axis])), Math.max(...nodes.map((node) => node[axis]))];
  function shape() {
    const { width, height } = stage();
    if (height > width) for (const node of things) [node.x, node.y] = [node.y, node.x];
    const [[left, right], [top, bottom]] = [span(things, "x"), span(things, "y")];
    const wanted = (width - 2 * PADDING[0]) / (height - 2 * PADDING[1]);
    const lack = wanted / (Math.max(1, right - left) / Math.max(1, bottom - top));
    for (const node of things) {
      node.x *= Math.min(STRETCH, Math.max(1, lack));
      node.y *= Math.min(STRETCH, Math.max(1, 1 / lack));
    }
  }

  function line(link) {
    const { color: name, width, arrow } = lines[link.kind];
    const size = width * Math.sqrt(link.articles ?? 1);
    return { ...link, color: { color: css(name), inherit: false }, width: size, arrows: { to: { enabled: arrow, scaleFactor: 0.35 } } };
  }

  const colors = Object.fromEntries(Object.entries(options.groups).map(([kind, group]) => [kind, group.color]));
  function look() {
    for (const [kind, { background, border }] of Object.entries(colors)) {
      const lit = { background: color(background), border: css("--ink") };
      options.groups[kind].color = { background: color(background), border: color(border), hover: lit, highlight: lit };
    }
    return options;
  }

  shape();
  for (const node of things) node.title = tooltip(node);
  const byId = new Map(things.map((node) => [node.id, node]));
  const neighbours = new Map(things.map((node) => [node.id, new Set([node.id])]));
  const linksOf = new Map(things.map((node) => [node.id, []]));
  for (const { id, from, to } of links) {
    for (const [one, other] of [[from, to], [to, from]]) {
      neighbours.get(one).add(other);
      linksOf.get(one).push(id);
    }
  }
  const hiddenKinds = new Set();
  const nodes = new vis.DataSet(things);
  const edges = new vis.DataSet(links.map(line));
  const visible = new vis.DataView(nodes, { filter: (node) => !hiddenKinds.has(node.group) });
  const network = new vis.Network(get("mynetwork"), { nodes: visible, edges }, look());
  Object.assign(window, { network, nodes, edges }); // by the names that the pages of pyvis give them

  // ---- what is lit: what is under the pointer, else what was chosen, else what was found
  let hovered = null, chosen = null, found = null;
  const centre = () => hovered ?? chosen;
  const lit = () => (centre() === null ? found : neighbours.get(centre()));

  function veil(context) {
    if (!lit()) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = VEIL;
    context.fillStyle = css("--paper");
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    context.restore();
    const { nodes: drawn, edges: drawnLines } = network.body;
    for (const id of centre() === null ? [] : linksOf.get(centre())) {
      if (!drawnLines[id]?.connected) continue;
      drawnLines[id].draw(context);
      drawnLines[id].drawArrows(context);
    }
    for (const id of lit()) drawn[id]?.draw(context);
  }

  // ---- labels: the weightiest first, each where there is room for it
  class Taken { // the boxes that are taken on the screen, found by the cells of a grid
    static CELL = 48;
    cells = new Map();
    *keys(box) {
      const [left, top, right, bottom] = box.map((value) => Math.floor(value / Taken.CELL));
      for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) yield x * 4096 + y;
    }
    add(box, size) {
      box.size = size;
      for (const key of this.keys(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
    hits(box, own) {
      const near = [...this.keys(box)].flatMap((key) => this.cells.get(key) ?? []);
      return [...new Set(near)].filter((b) => b !== own && box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]);
    }
  }

  const ordered = [...things].sort(
    (a, b) => isArticle(a) - isArticle(b) || b.size - a.size || b.cards.length - a.cards.length || a.id - b.id,
  );
  const measured = new Map();
  function measure(context, node) {
    if (measured.has(node.id)) return measured.get(node.id);
    const most = Math.ceil(node.label.length / Math.ceil(node.label.length / LETTERS)) + 4; // so that all rows are of like length
    const rows = [""];
    for (const word of node.label.split(" ")) {
      const longer = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
      if (rows.at(-1) && longer.length > most) rows.push(word);
      else rows[rows.length - 1] = longer;
    }
    measured.set(node.id, { rows, width: Math.max(...rows.map((text) => context.measureText(text).width)) });
    return measured.get(node.id);
  }

  function sights(context, [width, height], ratio) { // the nodes in sight, and where on the screen
    const only = lit();
    const { a: zoom, e: left, f: top } = context.getTransform();
    const seen = [];
    for (const node of ordered) {
      const body = network.body.nodes[node.id];
      if (!body || (only && !only.has(node.id))) continue;
      const [x, y, r] = [(body.x * zoom + left) / ratio, (body.y * zoom + top) / ratio, (node.size * zoom) / ratio];
      if (x < -r || y < -r || x > width + r || y > height + r) continue;
      seen.push({ node, x, y, r, box: [x - r, y - r, x + r, y + r] });
    }
    return seen;
  }

  function spots({ x, y, r }, width, height) { // below, above, right, left, and at the corners
    const [left, middle, right] = [x - r - 4 - width, x - width / 2, x + r + 4];
    const [above, beside, below] = [y - r - height - 2, y - height / 2, y + r + 2];
    const corners = [[x, below], [x - width, below], [x, above], [x - width, above]];
    const all = [[middle, below], [middle, above], [right, beside], [left, beside], ...corners];
    return all.map(([a, b]) => [a - 2, b, a + width + 2, b + height]);
  }

  function place(sight, width, height, taken, [right, bottom], covers) {
    let best = null, least = Infinity;
    for (const box of spots(sight, width, height)) {
      if (box[0] < 0 || box[1] < 0 || box[2] > right || box[3] > bottom) continue;
      const hits = taken.hits(box, sight.box);
      if (!hits.length) return box;
      const cost = hits.reduce((sum, { size }) => sum + (size < sight.node.size * covers ? size : Infinity), 0);
      if (cost < least) [best, least] = [box, cost];
    }
    return best;
  }

  function labels(context) {
    const { clientWidth, clientHeight, width: pixels } = context.canvas;
    const [size, ratio] = [[clientWidth, clientHeight], pixels / clientWidth];
    const seen = sights(context, size, ratio);
    const taken = new Taken();
    const buttons = document.querySelector(".zoom").getBoundingClientRect();
    taken.add([clientWidth - buttons.width - 20, clientHeight - buttons.height - 18, ...size], Infinity);
    for (const { node, box } of seen) taken.add(box, node.size);
    const crowded = !lit() && seen.filter(({ node }) => isArticle(node)).length > CROWD;
    const airy = lit() || (clientWidth * clientHeight) / seen.length > AIRY;
    let bold = BOLD;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5, strokeStyle: css("--paper"), fillStyle: css("--ink") });
    for (const sight of airy ? seen : seen.slice(0, (clientWidth * clientHeight) / WEIGHTY)) {
      if (crowded && isArticle(sight.node)) continue;
      const [weight, px] = FONTS[sight.node.group];
      context.font = `${weight} ${px}px ${FONT}`;
      const { rows, width } = measure(context, sight.node);
      const spot = place(sight, width, rows.length * px * LEADING, taken, size, bold-- > 0 ? (airy ? SMALLER : JUST_SMALLER) : 0);
      if (!spot) continue;
      taken.add(spot, Infinity);
      rows.forEach((text, i) => {
        const at = [(spot[0] + spot[2]) / 2, spot[1] + i * px * LEADING];
        context.strokeText(text, ...at);
        context.fillText(text, ...at);
      });
    }
    context.restore();
  }
  network.on("afterDrawing", (context) => { veil(context); labels(context); });

  // ---- what is in view
  let untouched = true; // the reader has not moved the drawing
  function view(ids, closest, { onlyIfHidden = false } = {}) { // show these nodes in what the panel leaves free
    const places = Object.values(network.getPositions(ids));
    if (!places.length) return;
    const all = stage(), side = panel.getBoundingClientRect();
    const width = all.width - (panel.hidden || NARROW ? 0 : side.width + 20);
    const height = all.height - (panel.hidden || !NARROW ? 0 : side.height);
    const corners = places.map((place) => network.canvasToDOM(place));
    if (onlyIfHidden && corners.every(({ x, y }) => x > 0 && y > 0 && x < width && y < height)) return;
    const [[left, right], [top, bottom]] = [span(places, "x"), span(places, "y")];
    const fits = [(width - 2 * PADDING[0]) / Math.max(1, right - left), (height - 2 * PADDING[1]) / Math.max(1, bottom - top)];
    const offset = { x: (width - all.width) / 2, y: (height - all.height) / 2 };
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.min(...fits, closest), offset });
  }
  const showAll = () => { untouched = true; view(visible.getIds(), TIGHTEST); };
  const zoom = (factor) => { untouched = false; network.moveTo({ scale: network.getScale() * factor }); };
  for (const event of ["zoom", "dragStart"]) network.on(event, () => { untouched = false; });
  network.on("resize", () => { if (untouched) showAll(); });
  get("in").addEventListener("click", () => zoom(1.4));
  get("out").addEventListener("click", () => zoom(1 / 1.4));
  get("all").addEventListener("click", showAll);

  // ---- choosing
  const panel = get("panel");
  function choose(id) {
    const node = byId.get(id);
    [chosen, hovered] = [id, null];
    get("name").textContent = node.name;
    get("facts").replaceChildren(...facts(node).map((fact) => element("span", fact)));
    get("articles").replaceChildren(...node.cards.map((i) => row(cards[i])));
    panel.hidden = false;
    panel.scrollTop = 0;
    for (const shown of document.querySelectorAll(".vis-tooltip")) shown.style.visibility = "hidden";
    network.selectNodes([id], false);
    network.redraw();
  }
  function reset() {
    [chosen, hovered, found] = [null, null, null];
    if (!panel.hidden) {
      panel.hidden = true;
      if (untouched) showAll(); // as it was before it made room for the panel
    }
    network.unselectAll();
    network.redraw();
  }
  let opened = -DOUBLE;
  network.on("click", ({ nodes: [id] }) => {
    if (id === undefined) return reset();
    const url = isArticle(byId.get(id)) ? cards[byId.get(id).cards[0]][3] : "";
    if (!openable(url)) {
      choose(id);
      return view([...lit()].filter((near) => visible.get(near)), network.getScale(), { onlyIfHidden: true });
    }
    network.unselectAll();
    if (performance.now() - opened < DOUBLE) return;
    opened = performance.now();
    window.open(url, "_blank", "noopener,noreferrer");
  });
  function hover(id) {
    hovered = id;
    get("mynetwork").style.cursor = id === null ? "" : "pointer";
    network.redraw();
  }
  network.on("hoverNode", ({ node }) => hover(node));
  network.on("blurNode", () => hover(null));
  get("close").addEventListener("click", reset);
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    get("query").value = "";
    search();
  });

  // ---- searching
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const headlines = (node) => (node.group === "story" ? node.cards.map((i) => cards[i][0]) : []);
  const texts = new Map(things.map((node) => [node.id, plain([node.name, ...node.facts, ...headlines(node)].join("\n"))]));
  let matches = [], next = 0;
  function search() {
    const query = plain(get("query").value.trim());
    const ids = ordered.map(({ id }) => id);
    matches = query ? ids.filter((id) => visible.get(id) && texts.get(id).includes(query)) : [];
    next = 0;
    reset();
    found = query ? new Set(matches) : null;
    get("found").textContent = query ? (matches.length ? `${matches.length} found` : "nothing found") : "";
    network.redraw();
  }
  get("query").addEventListener("input", search);
  get("search").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!matches.length) return;
    choose(matches[next++ % matches.length]);
    view([...lit()].filter((near) => visible.get(near)), NEAR);
  });

  // ---- showing and hiding kinds
  for (const button of document.querySelectorAll("[data-kind]")) {
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", show);
      hiddenKinds[show ? "delete" : "add"](button.dataset.kind);
      reset();
      visible.refresh();
    });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    network.setOptions(look());
    nodes.update(things.map(({ id, group }) => ({ id, group })));
    edges.update(links.map(line));
  });
  showAll();
})();
