// Prices from the dearest hour down, and what a MWh is worth in each use.
const quantile = (sorted, share) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)];

// So many points that no step is seen, the ends among them.
const thinned = (sorted, points) => {
  const last = sorted.length - 1;
  const count = Math.min(points, sorted.length);
  return Array.from({ length: count }, (_, k) => Math.round((k * last) / Math.max(count - 1, 1)));
};

const worthColour = (worth) => bandColour(worth.mining ? "mining" : "ai", worth.name);

const spikes = (dearest, top) =>
  dearest <= top
    ? []
    : [{
        text: plain(text("page.duration.spikes", { price_per_mwh: dearest })), xref: "paper", yref: "paper", x: 0.02, y: 1,
        xanchor: "left", yanchor: "top", showarrow: false, font: { color: colour("soft"), size: 12 },
      }];

const paintDuration = (rising) => {
  const at = thinned(rising, 1500);
  const falling = at.map((k) => rising[rising.length - 1 - k]);
  const fleets = data.worths.filter((worth) => worth.mining);
  const top = Math.max(quantile(rising, 0.98), ...fleets.map((worth) => worth.high)) * 1.15;
  const bottom = Math.min(quantile(rising, 0.005), 0);
  const inside = data.worths.filter((worth) => worth.median <= top);
  const across = (y0, y1) => ({ xref: "paper", x0: 0, x1: 1, y0, y1, layer: "below" });
  const shapes = inside.flatMap((worth) => [
    { type: "rect", ...across(worth.low, worth.high), fillcolor: worthColour(worth), opacity: 0.18, line: { width: 0 } },
    { type: "line", ...across(worth.median, worth.median), line: { color: worthColour(worth), width: 2 } },
  ]);
  const above = data.worths.filter((worth) => worth.median > top);
  const curve = {
    type: "scatter", mode: "lines", line: { color: colour("price"), width: 2 }, y: falling,
    x: at.map((k) => (100 * k) / Math.max(rising.length - 1, 1)),
    hovertemplate: `%{x:.1f} %: %{y:,.1f} ${plain(data.sign)}/MWh<extra></extra>`,
  };
  legend("duration-legend", [
    { name: text("page.price"), colour: colour("price"), line: true },
    ...inside.map((worth) => ({
      name: `${worth.name}: ${named("_per_mwh", worth.median, data.sign)}`, colour: worthColour(worth),
    })),
    ...above.map((worth) => ({
      name: text("page.duration.above", { name: worth.name, worth_per_mwh: worth.median }), colour: worthColour(worth),
    })),
  ]);
  draw("duration", [curve], layout({
    height: 380,
    margin: { l: 8, r: 14, t: 24, b: 8, pad: 2 },
    annotations: [unitOver(text("page.price_axis"), "left"), ...spikes(rising[rising.length - 1], top)],
    shapes,
    xaxis: axis({ title: { text: text("page.share_axis") }, range: [0, 100], showgrid: false }),
    yaxis: axis({ range: [bottom < 0 ? bottom * 1.1 : 0, top] }),
  }));
};

const startDuration = (rate) => {
  const rising = rate.map((price) => price / data.bus_share).sort();
  chart(() => paintDuration(rising));
};
