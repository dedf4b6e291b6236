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

  // pyvis writes a font of its own on each node; the page's colours decide instead.
  const nodes = withTips(data.nodes).map((node) => { delete node.font; return node; });
  const edges = withTips(data.edges);
  const network = new vis.Network(
    box, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options()
  );

  // A drawing by levels is taller than the box: its top is shown as wide as it goes, the rest is dragged into view.
  function topOf() {
    const places = Object.values(network.getPositions());
    if (!places.length) return;
    const xs = places.map((place) => place.x), top = Math.min(...places.map((place) => place.y));
    const width = Math.max(...xs) - Math.min(...xs) + 240;
    const scale = Math.min(1, box.clientWidth / width);
    const middle = (Math.max(...xs) + Math.min(...xs)) / 2;
    network.moveTo({ position: { x: middle, y: top - 40 + box.clientHeight / scale / 2 }, scale });
  }

  // A layout by levels stands at once; the other kind comes to rest first.
  const settled = data.options.physics.enabled === false ? "afterDrawing" : "stabilizationIterationsDone";
  network.once(settled, () => {
    if (still.matches) network.setOptions({ physics: false });
    if (settled === "afterDrawing") topOf(); else network.fit();
    box.dataset.drawn = "true";
  });

  network.on("click", (event) => {
    const node = data.nodes.find((item) => item.id === event.nodes[0]);
    if (node && node.url) window.location.assign(node.url);
  });
  network.on("hoverNode", () => { box.classList.add("pointing"); });
  network.on("blurNode", () => { box.classList.remove("pointing"); });
  dark.addEventListener("change", () => network.setOptions(colours()));

  // For tests and scripts: where a node stands on the page.
  box.positionOf = (id) => network.canvasToDOM(network.getPosition(id));
  box.straighten = () => network.setOptions({ edges: { smooth: false } });
})();
