// Draws the neighbourhood that the page carries as JSON. Titles go in as text, never as HTML.
"use strict";

(function () {
  const box = document.getElementById("graph");
  const data = JSON.parse(document.getElementById("graph-data").textContent);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  // A tooltip element of our own, filled by textContent: a name like <img onerror=…> stays a name.
  function tooltip(text) {
    const element = document.createElement("div");
    element.className = "tip";
    element.textContent = text;
    return element;
  }

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    return {
      nodes: { font: { color: value("--ink"), size: 14, face: value("--sans"), strokeWidth: 3, strokeColor: value("--paper") } },
      edges: { color: { color: value("--line-strong"), highlight: value("--accent"), hover: value("--accent") } },
    };
  }

  function withTips(items) {
    return items.map((item) => Object.assign({}, item, { title: tooltip(item.title || "") }));
  }

  function options() {
    const own = colours();
    const merged = Object.assign({}, data.options);
    merged.nodes = Object.assign({}, data.options.nodes, own.nodes);
    merged.edges = Object.assign({}, data.options.edges, own.edges);
    return merged;
  }

  // A box hides the lines behind it: the page's card, inside a border of the node's own colour.
  function painted(node) {
    if (node.shape !== "box") return node;
    const card = getComputedStyle(document.documentElement).getPropertyValue("--card").trim();
    const filled = { background: card, border: node.color.border };
    return Object.assign({}, node, { color: Object.assign({ highlight: filled, hover: filled }, filled) });
  }

  // pyvis writes a font of its own on each node; the page's colours decide instead.
  const nodes = withTips(data.nodes).map((node) => { delete node.font; return painted(node); });
  const edges = withTips(data.edges);
  const drawn = new vis.DataSet(nodes);
  const network = new vis.Network(
    box, { nodes: drawn, edges: new vis.DataSet(edges) }, options()
  );

  // A drawing by levels is shown whole: as wide as the box, which grows as high as it takes.
  function whole() {
    const places = Object.values(network.getPositions());
    if (!places.length) return;
    const xs = places.map((place) => place.x), ys = places.map((place) => place.y);
    const width = Math.max(...xs) - Math.min(...xs) + 380, top = Math.min(...ys) - 40, bottom = Math.max(...ys) + 40;
    const scale = Math.min(1, box.clientWidth / width);
    box.style.height = `${Math.max(Math.ceil((bottom - top) * scale), 160)}px`;
    network.setSize("100%", box.style.height);
    const middle = (Math.max(...xs) + Math.min(...xs)) / 2;
    network.moveTo({ position: { x: middle, y: (top + bottom) / 2 }, scale });
    network.redraw();
  }

  // A layout by levels stands at once; the other kind comes to rest first.
  const settled = data.options.physics.enabled === false ? "afterDrawing" : "stabilizationIterationsDone";
  network.once(settled, () => {
    if (still.matches) network.setOptions({ physics: false });
    if (settled === "afterDrawing") whole(); else network.fit();
    box.dataset.drawn = "true";
  });

  network.on("click", (event) => {
    const node = data.nodes.find((item) => item.id === event.nodes[0]);
    if (node && node.url) window.location.assign(node.url);
  });
  network.on("hoverNode", () => { box.classList.add("pointing"); });
  network.on("blurNode", () => { box.classList.remove("pointing"); });
  dark.addEventListener("change", () => { network.setOptions(colours()); drawn.update(drawn.get().map(painted)); });

  // For tests and scripts: where a node stands on the page.
  box.positionOf = (id) => network.canvasToDOM(network.getPosition(id));
  box.straighten = () => network.setOptions({ edges: { smooth: false } });
})();
