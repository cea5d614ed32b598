// What each policy earned, as bars, with the bound as a line.
const barsMeasures = [
  ["margin", text("page.margin")],
  ["movable", text("page.movable")],
  ["above", text("page.above")],
];

const paintBars = () => {
  const measure = byId("bars-measure").value;
  const bound = data.policies.find((policy) => policy.policy === data.bound);
  const shown = data.policies.filter((policy) => policy !== bound).reverse();
  const line = bound && { type: "line", yref: "paper", y0: 0, y1: 1, x0: bound[measure], x1: bound[measure] };
  const label = bound && {
    text: `${plain(bound.label)} ${money(bound[measure])}`, x: bound[measure], y: 1, yref: "paper",
    showarrow: false, yanchor: "bottom", xanchor: bound[measure] >= 0 ? "right" : "left", font: { color: colour("marker") },
  };
  const bar = {
    type: "bar", orientation: "h", x: shown.map((policy) => policy[measure]),
    y: shown.map((policy) => `${plain(policy.label)}<br><b>${money(policy[measure])}</b> `),
    marker: { color: shown.map((policy) => colour(policy.policy === "optimal" ? "accent" : "rest-1")) },
    hoverinfo: "none",
  };
  draw("bars", [bar], layout({
    height: 60 + 48 * shown.length,
    margin: { l: 8, r: 14, t: 28, b: 8, pad: 4 },
    bargap: 0.35,
    xaxis: axis({ title: { text: data.sign }, nticks: narrow() ? 4 : 8, zeroline: true }),
    yaxis: axis({ showgrid: false }),
    shapes: bound ? [{ ...line, line: { color: colour("marker"), width: 2, dash: "dash" } }] : [],
    annotations: bound ? [label] : [],
  }));
};

const startBars = () => {
  const measures = data.policies.every((policy) => policy.above === null) ? barsMeasures.slice(0, 2) : barsMeasures;
  options(byId("bars-measure"), measures);
  byId("bars-measure").addEventListener("change", paintBars);
  chart(paintBars);
};
