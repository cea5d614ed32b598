// Power by use over time with the price over it, drawn anew for each range that is looked at.
const view = { low: data.start_s, high: endSeconds, run: data.runs[0], picked: null, values: null };

const loadRun = async (run) => {
  const bands = await Promise.all(run.bands.map((band) => series(band.series)));
  const lines = await Promise.all(run.lines.map((line) => series(line.series)));
  view.values = { bands, lines, rate: await series(data.rate) };
  view.run = run;
};

const stepped = (x, y, more) => ({ type: "scatter", mode: "lines", x, y, ...more, line: { shape: "hv", ...more.line } });

const timeTraces = (low, high) => {
  const edges = binEdges(low, high);
  const x = edges.map(secondOf);
  const customdata = binLabels(edges);
  const { run, values } = view;
  const shown = hovers ? {} : { hoverinfo: "none" };
  const unit = (label) => (hovers ? { hovertemplate: `%{fullData.name}: %{y:,.1f} ${plain(label)}<extra></extra>` } : shown);
  const areas = run.bands.map((band, k) => stepped(x, binMeans(values.bands[k], edges), {
    name: plain(band.name), stackgroup: "use", fillcolor: bandColour(band.group, band.name),
    line: { width: 0, color: bandColour(band.group, band.name) }, ...unit(text("page.mw_axis")),
  }));
  const sources = run.lines.map((line, k) => stepped(x, binMeans(values.lines[k], edges), {
    name: plain(line.name), yaxis: "y3", line: { width: 1.5, color: colour(line.kind) }, ...unit(text("page.mw_axis")),
  }));
  const price = stepped(x, binMeans(values.rate, edges), {
    name: text("page.price"), yaxis: "y2", line: { width: 1.3, color: colour("price") }, ...unit(text("page.price_axis")),
  });
  // A rim in the page's colour keeps the price readable over every area.
  const rim = { ...price, line: { ...price.line, width: 3.6, color: colour("page") }, opacity: 0.75, hoverinfo: "skip", hovertemplate: null };
  // The box that hovers lists the last first: the top line is the local time, which the axis does not know.
  const when = stepped(x, edges.map(() => 0), {
    customdata, line: { width: 0, color: "rgba(0,0,0,0)" }, ...(hovers ? { hovertemplate: "<b>%{customdata}</b><extra></extra>" } : shown),
  });
  return [...areas, rim, price, ...sources, when];
};

// Spikes are cut where they would flatten all other prices; the unit says how high they go.
const priceScale = (prices) => {
  const rising = [...prices].sort((a, b) => a - b);
  const [least, most, usual] = [rising[0], rising[rising.length - 1], quantile(rising, 0.95)];
  const top = most > 3 * Math.max(usual, 1) ? Math.max(2 * usual, 1) : most;
  const room = Math.max((top - Math.min(least, 0)) * 0.06, 0.5);
  const unit = text("page.price_axis");
  return {
    range: [Math.min(least - room, 0), top + room],
    label: top < most ? text("page.price_cut", { unit, most_per_mwh: most }) : unit,
  };
};

const timeShapes = () => {
  const limit = {
    type: "line", xref: "paper", x0: 0, x1: 1, yref: "y3", y0: data.limit_mw, y1: data.limit_mw,
    line: { color: colour("soft"), width: 1, dash: "dot" },
  };
  if (view.picked === null) return [limit];
  const second = secondOf(view.picked);
  const marker = { type: "line", x0: second, x1: second, yref: "paper", y0: 0, y1: 1, line: { color: colour("marker"), width: 1.5 } };
  return [limit, marker];
};

const paintTime = () => {
  if (!view.values) return;
  const { low, high } = view;
  const box = byId("time");
  const traces = timeTraces(low, high);
  const scale = priceScale(traces[view.run.bands.length + 1].y);
  const wide = Number(root.dataset.paper) || box.clientWidth;
  draw("time", traces, layout({
    height: 520,
    margin: { l: 40, r: 44, t: 24, b: 36, pad: 2 },
    annotations: [
      unitOver(text("page.mw_axis"), "left"),
      unitOver(scale.label, "right"),
      unitOver(text("page.mw_axis"), "left", 0.22),
    ],
    dragmode: hovers ? "zoom" : false,
    hovermode: hovers ? "x unified" : "x",
    hoversubplots: "axis",
    shapes: timeShapes(),
    xaxis: axis({
      ...ticks(low, high, wide - 84), range: [low, high], fixedrange: !hovers, showgrid: false, anchor: "y3",
      unifiedhovertitle: { text: " " },
    }),
    yaxis: axis({ domain: [0.3, 1], rangemode: "tozero", automargin: false }),
    yaxis2: axis({
      range: scale.range, overlaying: "y", side: "right", showgrid: false, zeroline: false, automargin: false,
    }),
    yaxis3: axis({ domain: [0, 0.22], rangemode: "tozero", nticks: 4, automargin: false }),
  }));
  showLegend();
  showSpan();
};

const showLegend = () =>
  legend("time-legend", [
    ...view.run.bands.map((band) => ({ name: band.name, colour: bandColour(band.group, band.name) })),
    { name: text("page.price"), colour: colour("price"), line: true },
    ...view.run.lines.map((line) => ({ name: line.name, colour: colour(line.kind), line: true })),
  ]);

const showSpan = () => {
  const days = (view.high - view.low) / dayLength;
  for (const button of document.querySelectorAll("[data-span]")) {
    const span = Number(button.dataset.span);
    const whole = view.low <= data.start_s && view.high >= endSeconds;
    button.setAttribute("aria-pressed", String(span === 0 ? whole : !whole && Math.abs(days - span) < 0.1));
  }
};

// Keep a range inside the period and at least four intervals wide.
const look = (low, high) => {
  const most = endSeconds - data.start_s;
  const span = Math.min(Math.max(high - low, 4 * data.step_s), most);
  view.low = Math.min(Math.max(low, data.start_s), endSeconds - span);
  view.high = view.low + span;
  paintTime();
};

const lookAround = (days) => {
  if (days === 0) return look(data.start_s, endSeconds);
  const centre = view.picked === null ? (view.low + view.high) / 2 : secondOf(view.picked);
  const midnight = fromLocal(Math.floor(localOf(centre) / dayLength) * dayLength);
  const low = days === 1 ? midnight : midnight - Math.floor(days / 2) * dayLength;
  return look(low, low + days * dayLength);
};

const pick = (index) => {
  view.picked = Math.min(Math.max(index, 0), data.count - 1);
  const second = secondOf(view.picked);
  const span = view.high - view.low;
  if (second < view.low || second >= view.high) look(second - span / 2, second + span / 2);
  else paintTime();
  return answer();
};

const changeRun = async () => {
  await loadRun(runOf(byId("time-policy").value));
  paintTime();
  if (view.picked !== null) await answer();
};

const followMouse = () => {
  const box = byId("time");
  box.on("plotly_relayout", (change) => {
    if ("xaxis.range[0]" in change) look(Number(change["xaxis.range[0]"]), Number(change["xaxis.range[1]"]));
  });
  box.on("plotly_doubleclick", () => look(data.start_s, endSeconds));
  box.on("plotly_click", ({ event, points }) => {
    const { xaxis } = points[0];
    const pixel = event.clientX - box.getBoundingClientRect().left - xaxis._offset;
    return pick(indexOf(xaxis.p2d(pixel)));
  });
};

const startTime = async () => {
  options(byId("time-policy"), data.runs.map((run) => [run.policy, run.label]));
  await loadRun(data.runs[0]);
  chart(paintTime);
  followMouse();
  byId("time-policy").addEventListener("change", changeRun);
  for (const button of document.querySelectorAll("[data-span]")) {
    button.addEventListener("click", () => lookAround(Number(button.dataset.span)));
  }
  for (const button of document.querySelectorAll("[data-shift]")) {
    const way = Number(button.dataset.shift);
    button.addEventListener("click", () => look(view.low + way * (view.high - view.low), view.high + way * (view.high - view.low)));
  }
};
