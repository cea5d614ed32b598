// What each policy earned, as bars, with the bound as a line; beside it what each earned above always-on.
const boundOf = () =>
  data.policies.length > 1 ? data.policies.find((policy) => policy.policy === data.bound) : undefined;

const boundMarks = (bound, measure) => {
  const at = bound[measure];
  return {
    shapes: [{
      type: "line", yref: "paper", y0: 0, y1: 1, x0: at, x1: at, line: { color: colour("marker"), width: 2, dash: "dash" },
    }],
    annotations: [{
      text: `${plain(bound.label)} ${money(at)}`, x: at, y: 1, yref: "paper", showarrow: false, yanchor: "bottom",
      xanchor: at >= 0 ? "right" : "left", font: { color: colour("marker") },
    }],
  };
};

// A policy far below the others would press them into one line: its bar is cut, its figure is not.
const rangeOf = (values, bound) => {
  const top = Math.max(...values, bound, 0);
  const near = values.filter((value) => value >= -4 * Math.max(Math.abs(bound), 1));
  const low = Math.min(...near, 0);
  const room = (top - low) * 0.06 || 1;
  return [low - (near.length < values.length ? Math.max(top - low, 1) * 0.3 : low < 0 ? room : 0), top + room];
};

const paintBars = (id, measure) => {
  const bound = boundOf();
  const shown = data.policies.filter((policy) => policy !== bound).reverse();
  const values = shown.map((policy) => policy[measure]);
  const range = rangeOf(values, bound ? bound[measure] : Math.max(...values));
  const cut = (value) => (value < range[0] ? "◂ " : "");
  const bar = {
    type: "bar", orientation: "h", x: values,
    y: shown.map((policy) => `${plain(policy.label)}<br><b>${cut(policy[measure])}${money(policy[measure])}</b> `),
    marker: { color: shown.map((policy) => colour(policy.policy === "optimal" ? "accent" : "rest-1")) },
    hoverinfo: "none",
  };
  draw(id, [bar], layout({
    height: 60 + 48 * shown.length,
    margin: { l: 8, r: 14, t: 28, b: 8, pad: 4 },
    bargap: 0.35,
    xaxis: axis({ range, title: { text: data.sign }, nticks: narrow() ? 4 : 6, zeroline: true }),
    yaxis: axis({ showgrid: false }),
    ...(bound ? boundMarks(bound, measure) : {}),
  }));
};

const startBars = () => {
  const select = byId("bars-measure");
  options(select, [["margin", text("page.margin")], ["movable", text("page.movable")]]);
  select.addEventListener("change", () => paintBars("bars", select.value));
  chart(() => paintBars("bars", select.value));
  if (data.policies.some((policy) => policy.above === null)) byId("gains").parentElement.remove();
  else chart(() => paintBars("gains", "above"));
};
