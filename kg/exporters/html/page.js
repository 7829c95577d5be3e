// the data of the page -> a drawing that can be read, searched and opened; texts only ever become text
"use strict";
(() => {
  const VEIL = 0.86; // how far the rest fades behind what is lit
  const FONTS = { story: [600, 14], topic: [600, 12.5], provider: [400, 12.5], organization: [400, 12.5], article: [400, 11.5], stub: [400, 11.5] };
  const STRETCH = 2.5; // how much longer the drawing may be made to fill the screen
  const LETTERS = innerWidth < 640 ? 18 : 24; // of a line of a label
  const CROWD = 90; // with more articles than this in sight, articles have no labels
  const AIRY = 3000; // with fewer square pixels than this for each thing in sight, only the weightiest have labels:
  const WEIGHTY = 18000; // one for so many square pixels
  const BOLD = 10; // so many of the labels may cover smaller things
  const narrow = innerWidth < 640;
  const PADDING = narrow ? [48, 30] : [64, 34]; // pixels around the whole drawing, for the labels
  const TIGHTEST = 1.6; // the largest scale at which all is shown
  const FIRST = 5; // headlines that a story shows
  const NEAR = 1.1; // the scale at which a thing that was searched for is shown
  const { nodes: things, edges: links, cards, lines, options } = JSON.parse(document.getElementById("graph").textContent);
  const get = (id) => document.getElementById(id);
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const color = (value) => value.replace(/var\((--\w+)\)/, (_, name) => css(name));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isArticle = (node) => node.group === "article" || node.group === "stub";

  // ---- what is said of a thing
  const element = (tag, text, attributes = {}) => Object.assign(document.createElement(tag), { textContent: text }, attributes);
  const facts = (node) => (isArticle(node) ? cards[node.cards[0]].slice(1, 3).filter(Boolean) : node.facts);
  function tooltip(node) {
    const box = document.createElement("div");
    box.append(element("strong", node.name, { dir: "auto" }), ...facts(node).map((fact) => element("span", fact, { dir: "auto" })));
    if (node.group === "story") {
      const list = document.createElement("ul");
      list.append(...node.cards.slice(0, FIRST).map((i) => element("li", cards[i][0], { dir: "auto" })));
      if (node.cards.length > FIRST) list.append(element("li", `and ${node.cards.length - FIRST} more`));
      box.append(list);
    }
    return box;
  }
  function row(card) {
    const [headline, provider, when, url] = card;
    const item = document.createElement("li");
    const name = openable(url) ? element("a", headline, { href: url, target: "_blank", rel: "noopener noreferrer", dir: "auto" }) : element("span", headline, { dir: "auto" });
    const meta = element("p", "", { className: "meta" });
    meta.append(element("bdi", provider), provider && when ? " · " : "", element("bdi", when));
    item.append(name, meta);
    return item;
  }
  const openable = (url) => /^https?:\/\//i.test(url);

  // ---- the drawing
  // the drawing takes the shape of the screen: upright on a tall one, and stretched until it fills it
  const stage = get("mynetwork").getBoundingClientRect();
  if (stage.height > stage.width) for (const node of things) [node.x, node.y] = [node.y, node.x];
  const extent = (axis) => Math.max(1, Math.max(...things.map((node) => node[axis])) - Math.min(...things.map((node) => node[axis])));
  const [wide, high] = [stage.width - 2 * PADDING[0], stage.height - 2 * PADDING[1]];
  const lack = wide / high / (extent("x") / extent("y"));
  for (const node of things) {
    node.x *= Math.min(STRETCH, Math.max(1, lack));
    node.y *= Math.min(STRETCH, Math.max(1, 1 / lack));
  }
  for (const node of things) node.title = tooltip(node);
  const byId = new Map(things.map((node) => [node.id, node]));
  const neighbours = new Map(things.map((node) => [node.id, new Set([node.id])]));
  for (const link of links) {
    neighbours.get(link.from).add(link.to);
    neighbours.get(link.to).add(link.from);
  }
  function line(link) {
    const look = lines[link.kind];
    return {
      ...link,
      color: { color: css(look.color), inherit: false },
      width: look.width * Math.sqrt(link.articles),
      arrows: { to: { enabled: look.arrow, scaleFactor: 0.35 } },
    };
  }
  function look() {
    for (const [name, group] of Object.entries(options.groups)) {
      const { background, border } = groups[name];
      const lit = { background: color(background), border: css("--ink") };
      group.color = { background: color(background), border: color(border), hover: lit, highlight: lit };
    }
    return options;
  }
  const groups = Object.fromEntries(Object.entries(options.groups).map(([name, group]) => [name, group.color]));
  const hiddenKinds = new Set();
  const nodes = new vis.DataSet(things);
  const edges = new vis.DataSet(links.map(line));
  const visible = new vis.DataView(nodes, { filter: (node) => !hiddenKinds.has(node.group) });
  const network = new vis.Network(get("mynetwork"), { nodes: visible, edges }, look());
  Object.assign(window, { network, nodes, edges }); // by the names that pages of pyvis give them

  // ---- what is lit: under the pointer, else chosen, else found
  let hovered = null, chosen = null, found = null;
  const lit = () => (hovered !== null ? neighbours.get(hovered) : chosen !== null ? neighbours.get(chosen) : found);
  function veil(context) {
    const chosenOnes = lit();
    if (!chosenOnes) return;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = VEIL;
    context.fillStyle = css("--paper");
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    context.restore();
    const centre = hovered ?? chosen;
    for (const edge of Object.values(network.body.edges)) {
      const ends = [edge.fromId, edge.toId];
      if (edge.connected && centre !== null && ends.includes(centre)) edge.draw(context);
    }
    for (const id of chosenOnes) network.body.nodes[id]?.draw(context);
  }

  // ---- labels: the weightiest first, each only where there is room for it
  const widths = new Map();
  function lines_of(text) {
    const most = Math.ceil(text.length / Math.ceil(text.length / LETTERS)) + 3; // of a line, so that all are of like length
    const rows = [""];
    for (const word of text.split(" ")) {
      const longer = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
      if (longer.length > most && rows.at(-1)) rows.push(word);
      else rows[rows.length - 1] = longer;
    }
    return rows;
  }
  function measured(context, node) {
    if (!widths.has(node.id)) {
      const rows = lines_of(node.label);
      widths.set(node.id, { rows, width: Math.max(...rows.map((text) => context.measureText(text).width)) });
    }
    return widths.get(node.id);
  }
  const ordered = [...things].sort((a, b) => isArticle(a) - isArticle(b) || b.size - a.size || b.cards.length - a.cards.length || a.id - b.id);
  class Taken { // the boxes on the screen that are taken, found by the cells of a grid
    static CELL = 48;
    cells = new Map();
    *keys([left, top, right, bottom]) {
      const cell = (value) => Math.floor(value / Taken.CELL);
      for (let x = cell(left); x <= cell(right); x++) for (let y = cell(top); y <= cell(bottom); y++) yield x * 4096 + y;
    }
    add(box) {
      for (const key of this.keys(box)) this.cells.has(key) ? this.cells.get(key).push(box) : this.cells.set(key, [box]);
    }
    hits([left, top, right, bottom], own) {
      const found = new Set();
      for (const key of this.keys([left, top, right, bottom])) {
        for (const box of this.cells.get(key) ?? []) {
          if (box !== own && left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) found.add(box);
        }
      }
      return found;
    }
  }
  function sights(context) { // the nodes that are in sight, where on the screen, the weightiest first
    const only = lit();
    const ratio = context.canvas.width / context.canvas.clientWidth;
    const { a: zoom, e: left, f: top } = context.getTransform();
    const found = [];
    for (const node of ordered) {
      const body = network.body.nodes[node.id];
      if (!body || (only && !only.has(node.id))) continue;
      const [x, y, r] = [(body.x * zoom + left) / ratio, (body.y * zoom + top) / ratio, (node.size * zoom) / ratio];
      if (x < -r || y < -r || x > context.canvas.clientWidth + r || y > context.canvas.clientHeight + r) continue;
      found.push({ node, x, y, r, box: [x - r, y - r, x + r, y + r] });
    }
    return found;
  }
  function places({ x, y, r }, width, height) { // below, above, right, left, and at the corners
    const [left, centre, right] = [x - r - 4 - width, x - width / 2, x + r + 4];
    const [above, middle, below] = [y - r - height - 2, y - height / 2, y + r + 2];
    const corners = [[x, below], [x - width, below], [x, above], [x - width, above]];
    return [[centre, below], [centre, above], [right, middle], [left, middle], ...corners];
  }
  function place(sight, width, height, taken, stage, mayCover) {
    let best = null, least = Infinity;
    for (const [left, top] of places(sight, width, height)) {
      const box = [left - 2, top, left + width + 2, top + height];
      if (box[0] < 0 || box[1] < 0 || box[2] > stage[0] || box[3] > stage[1]) continue;
      const hits = taken.hits(box, sight.box);
      if (!hits.size) return box;
      const cost = [...hits].reduce((sum, hit) => sum + (hit.size < sight.node.size * 0.8 ? hit.size : Infinity), 0);
      if (mayCover && cost < least) [best, least] = [box, cost];
    }
    return best;
  }
  function labels(context) {
    const stage = [context.canvas.clientWidth, context.canvas.clientHeight];
    const ratio = context.canvas.width / stage[0];
    const seen = sights(context);
    const crowded = seen.filter(({ node }) => isArticle(node)).length > CROWD;
    const taken = new Taken();
    const LABEL = { size: Infinity };
    taken.add(Object.assign([stage[0] - 56, stage[1] - 132, ...stage], LABEL)); // the buttons that zoom
    for (const { node, box } of seen) taken.add(Object.assign(box, { size: node.size }));
    const area = stage[0] * stage[1];
    const candidates = lit() || area / seen.length > AIRY ? seen : seen.slice(0, area / WEIGHTY);
    let bold = BOLD;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(context, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5, strokeStyle: css("--paper"), fillStyle: css("--ink") });
    for (const sight of candidates) {
      const { node } = sight;
      if (crowded && isArticle(node) && !lit()) continue;
      const [weight, px] = FONTS[node.group];
      context.font = `${weight} ${px}px system-ui, "Noto Sans", "DejaVu Sans", sans-serif`;
      const { rows, width } = measured(context, node);
      const spot = place(sight, width, rows.length * px * 1.2, taken, stage, bold-- > 0);
      if (!spot) continue;
      taken.add(Object.assign(spot, LABEL));
      rows.forEach((text, i) => {
        const at = [(spot[0] + spot[2]) / 2, spot[1] + i * px * 1.2];
        context.strokeText(text, ...at);
        context.fillText(text, ...at);
      });
    }
    context.restore();
  }
  network.on("afterDrawing", (context) => { veil(context); labels(context); });

  // ---- choosing
  const panel = get("panel");
  function show(node) {
    get("name").textContent = node.name;
    get("facts").textContent = facts(node).join(" · ");
    get("articles").replaceChildren(...node.cards.map((i) => row(cards[i])));
    panel.hidden = false;
    panel.scrollTop = 0;
  }
  function choose(id) {
    [chosen, hovered] = [id, null];
    network.selectNodes([id], false);
    show(byId.get(id));
    network.redraw();
  }
  function reset() {
    [chosen, hovered, found] = [null, null, null];
    panel.hidden = true;
    network.unselectAll();
    network.redraw();
  }
  let opened = 0; // when: both clicks of a double click open one tab
  network.on("click", ({ nodes: [id], event }) => {
    if (id === undefined) return reset();
    const node = byId.get(id);
    const url = isArticle(node) ? cards[node.cards[0]][3] : "";
    if (!openable(url)) return choose(id);
    if (performance.now() - opened < 500) return;
    opened = performance.now();
    window.open(url, "_blank", "noopener,noreferrer");
  });
  network.on("hoverNode", ({ node }) => { hovered = node; get("mynetwork").style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { hovered = null; get("mynetwork").style.cursor = ""; network.redraw(); });
  get("close").addEventListener("click", reset);
  addEventListener("keydown", (event) => { if (event.key === "Escape") { get("query").value = ""; search(); reset(); } });

  // ---- searching
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(things.map((node) => [node.id, plain([node.name, ...(isArticle(node) ? [] : node.facts), ...(node.group === "story" ? node.cards.map((i) => cards[i][0]) : [])].join("\n"))]));
  let matches = [], next = 0;
  function search() {
    const query = plain(get("query").value.trim());
    matches = query ? ordered.filter((node) => visible.get(node.id) && texts.get(node.id).includes(query)).map((node) => node.id) : [];
    next = 0;
    [chosen, hovered, found] = [null, null, query ? new Set(matches) : null];
    panel.hidden = true;
    get("found").textContent = query ? (matches.length ? `${matches.length} found` : "nothing found") : "";
    network.redraw();
  }
  get("query").addEventListener("input", search);
  get("search").addEventListener("submit", (event) => {
    event.preventDefault();
    if (!matches.length) return;
    const id = matches[next++ % matches.length];
    choose(id);
    network.moveTo({ position: network.getPosition(id), scale: Math.max(network.getScale(), NEAR) });
  });

  // ---- what is shown, and how near
  for (const button of document.querySelectorAll("[data-kind]")) {
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", shown);
      hiddenKinds[shown ? "delete" : "add"](button.dataset.kind);
      reset();
      visible.refresh();
    });
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  function fit() {
    const stage = get("mynetwork").getBoundingClientRect();
    const [xs, ys] = ["x", "y"].map((axis) => things.map((node) => node[axis]));
    const [[left, right], [top, bottom]] = [xs, ys].map((all) => [Math.min(...all), Math.max(...all)]);
    const scales = [(stage.width - 2 * PADDING[0]) / (right - left), (stage.height - 2 * PADDING[1]) / (bottom - top), TIGHTEST];
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.min(...scales) });
  }
  get("in").addEventListener("click", () => zoom(1.4));
  get("out").addEventListener("click", () => zoom(1 / 1.4));
  get("fit").addEventListener("click", fit);
  dark.addEventListener("change", () => { network.setOptions(look()); edges.update(links.map(line)); });
  fit();
})();
