// Figures by what they hold: lines, bands around them, stacks, lying bars.
const PALETTE = ["ai-1", "mining-1", "load-1", "charge-1", "mining-2", "ai-2", "export-1", "mining-3", "load-2", "ai-3", "mining-4", "ai-4"];
const shade = (index) => colour(index < PALETTE.length ? PALETTE[index] : "rest-1");

const translucent = (hex, share) => {
  const [, r, g, b] = /^#(..)(..)(..)$/.exec(hex) ?? [];
  return r ? `rgba(${parseInt(r, 16)},${parseInt(g, 16)},${parseInt(b, 16)},${share})` : hex;
};

const hover = (name, unit) => `%{x}<br>${plain(name)}: %{y:,.5~g} ${plain(unit)}<extra></extra>`;

const shapeOf = (mark) => (mark.steps ? "hv" : "linear");

const lineOf = (mark, tone, unit) => [{
  type: "scatter", mode: "lines", x: mark.x, y: mark.y, connectgaps: false, hovertemplate: hover(mark.name, unit),
  line: { color: tone, width: 2, dash: mark.dashed ? "dash" : "solid", shape: shapeOf(mark) },
}];

// The chart library fills across gaps, and stacks what is missing as zero: each run without a gap is a shape of its own.
const edge = (mark, values, [from, to]) => ({
  type: "scatter", mode: "lines", x: mark.x.slice(from, to), y: values.slice(from, to), hoverinfo: "skip",
  line: { width: 0, shape: shapeOf(mark) },
});

const bandOf = (mark, tone) => mark.runs.flatMap((run) => [
  edge(mark, mark.low, run),
  { ...edge(mark, mark.high, run), fill: "tonexty", fillcolor: translucent(tone, 0.25) },
]);

const areaOf = (mark, tone, unit, runs) => runs.map(([from, to]) => ({
  type: "scatter", mode: "lines", x: mark.x.slice(from, to), y: mark.y.slice(from, to), stackgroup: `from-${from}`,
  line: { width: 0.5, color: tone }, fillcolor: tone, hovertemplate: hover(mark.name, unit),
}));

// Without both ends there is no bar: to a subtraction, null would be zero.
const spanOf = (mark) => mark.end.map((end, at) => (end === null || mark.start[at] === null ? null : end - mark.start[at]));

const barsOf = (mark, tone, unit) => [{
  type: "bar", orientation: "h", y: mark.names, base: mark.start, x: spanOf(mark),
  marker: { color: tone }, customdata: mark.end,
  hovertemplate: `%{y}<br>%{base:,.4~g} – %{customdata:,.4~g} ${plain(unit)}<extra></extra>`,
}];

const DRAW = { line: lineOf, band: bandOf, area: areaOf, bars: barsOf };

// A band takes the colour of the mark before it; every other mark the next one.
const tones = (marks) => {
  let next = -1;
  return marks.map((mark) => shade(mark.kind === "band" ? Math.max(next, 0) : ++next));
};

// A level crosses the axis of values, which lies along the bottom under lying bars.
const across = (levels, lying) => levels.map(({ value }) => ({
  type: "line", line: { color: colour("marker"), width: 1.5, dash: "dot" },
  ...(lying ? { yref: "paper", y0: 0, y1: 1, x0: value, x1: value } : { xref: "paper", x0: 0, x1: 1, y0: value, y1: value }),
}));

const upright = (events) => events.map(({ x }) => ({
  type: "line", yref: "paper", y0: 0, y1: 1, x0: x, x1: x, line: { color: colour("soft"), width: 1, dash: "dot" },
}));

// Names stand over their lines, the lowest of several under its own, so that two near each other can be read.
// On an axis of factors the chart library wants a name's place as a power of ten, but not a line's.
const levelNames = (levels, { lying, log }) => {
  const upward = [...levels].sort((a, b) => a.value - b.value);
  return upward.map(({ value, name }, at) => {
    const along = log ? Math.log10(value) : value;
    const place = lying
      ? { x: along, yref: "paper", y: 1, xanchor: "left", yanchor: "bottom" }
      : { xref: "paper", x: 1, y: along, xanchor: "right", yanchor: at === 0 && upward.length > 1 ? "top" : "bottom" };
    return { text: plain(name), showarrow: false, font: { color: colour("marker"), size: 11.5 }, ...place };
  });
};

const noData = () => ({
  text: plain(text("figures.none")), xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false,
  font: { color: colour("soft"), size: 14 },
});

const paintNothing = (number) => {
  const hidden = { visible: false, fixedrange: true };
  draw(`figure-${number}`, [], layout({ height: 120, xaxis: hidden, yaxis: hidden, annotations: [noData()] }));
  legend(`legend-${number}`, []);
};

// Names of events take turns in six rows, so that those near each other can be read.
const eventNames = (events) => (narrow() ? [] : events.map(({ x, name }, at) => ({
  text: plain(name), x, yref: "paper", y: 1 - (at % 6) * 0.06, showarrow: false, xanchor: "left", yanchor: "top",
  font: { color: colour("soft"), size: 11 },
})));

const paintFigure = (figure, number) => {
  if (figure.empty) return paintNothing(number);
  const tone = tones(figure.marks);
  const traces = figure.marks.flatMap((mark, at) => DRAW[mark.kind](mark, tone[at], figure.unit, figure.runs));
  const lying = figure.axis === "names";
  const [row, standing] = root.dataset.paper ? [26, 265] : [34, 340];
  const height = lying ? 60 + row * Math.max(...figure.marks.map((mark) => mark.names.length)) : standing;
  const levels = figure.log ? figure.levels.filter(({ value }) => value > 0) : figure.levels;
  const values = axis(figure.log ? { type: "log" } : { rangemode: figure.fromZero ? "tozero" : "normal" });
  draw(`figure-${number}`, traces, layout({
    height,
    hovermode: "closest",
    margin: { l: 8, r: 14, t: 26, b: figure.xLabel ? 34 : 8, pad: 2 },
    xaxis: lying ? values : axis({ type: figure.axis === "time" ? "date" : "linear", title: { text: plain(figure.xLabel), font: { size: 12 } } }),
    yaxis: lying ? axis({ autorange: "reversed" }) : values,
    shapes: [...across(levels, lying), ...upright(figure.events)],
    annotations: [unitOver(figure.unit, lying ? "right" : "left"), ...levelNames(levels, { lying, log: figure.log }), ...eventNames(figure.events)],
  }));
  const shown = figure.marks.map((mark, at) => ({ name: mark.name, colour: tone[at], line: mark.kind === "line" }));
  return legend(`legend-${number}`, shown.filter((entry, at) => entry.name && figure.marks[at].kind !== "bars"));
};

theme();
data.figures.forEach((figure, number) => chart(() => paintFigure(figure, number)));
listen();
