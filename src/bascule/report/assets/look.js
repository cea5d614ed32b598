// Colours, type and the parts that every chart shares.
const charts = [];
const root = document.documentElement;
const text = (key, facts = {}) => fill(data.text[key], { sign: data.sign, ...facts }, data.sign);
const byId = (id) => document.getElementById(id);
const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
const narrow = () => root.clientWidth < 600;
const hovers = !matchMedia("(pointer: coarse)").matches;
// Chart labels read a little markup of their own: names must not.
const plain = (name) => name.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const money = (value) => {
  const digits = Math.abs(value) < 0.005 ? "0" : fixed(Math.abs(value), Math.abs(value) >= 100 ? 0 : 2);
  const gap = /^\p{L}+$/u.test(data.sign) ? " " : "";
  return `${value < 0 && /[1-9]/.test(digits) ? "−" : ""}${data.sign}${gap}${digits}`;
};

const axis = (more) => ({
  gridcolor: colour("rule"),
  linecolor: colour("rule"),
  zerolinecolor: colour("soft"),
  automargin: true,
  fixedrange: true,
  ...more,
});

const layout = (more) => ({
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: colour("ink") },
  margin: { l: 8, r: 8, t: 8, b: 8, pad: 2 },
  hoverlabel: { bgcolor: colour("panel"), bordercolor: colour("rule"), font: { color: colour("ink"), size: 12 } },
  showlegend: false,
  dragmode: false,
  ...(root.dataset.paper ? { width: Number(root.dataset.paper), autosize: false } : { autosize: true }),
  ...more,
});

// The unit of an axis stands over its end, where it needs no room beside the numbers.
const unitOver = (label, side, y = 1) => ({
  text: plain(label), xref: "paper", yref: "paper", x: side === "left" ? 0 : 1, y, showarrow: false,
  xanchor: side, yanchor: "bottom", font: { color: colour("soft"), size: 12 },
});

const draw = (id, traces, shape) =>
  Plotly.react(byId(id), traces, shape, { displayModeBar: false, responsive: true, doubleClick: false, showTips: false });

// A chart that is drawn now and again whenever the colours or the paper change.
const chart = (paint) => {
  charts.push(paint);
  paint();
};

const redraw = () => charts.forEach((paint) => paint());

const groupSeen = new Map();
const bandColours = new Map();
const bandColour = (group, name) => {
  const key = `${group} ${name}`;
  if (!bandColours.has(key)) {
    const seen = groupSeen.get(group) ?? 0;
    groupSeen.set(group, seen + 1);
    bandColours.set(key, seen);
  }
  const shades = { mining: 4, ai: 4, load: 2, charge: 2 }[group] ?? 1;
  return colour(`${group}-${(bandColours.get(key) % shades) + 1}`);
};

const legend = (id, entries) => {
  byId(id).replaceChildren(
    ...entries.map(({ name, colour: fillColour, line }) => {
      const item = document.createElement("span");
      const swatch = document.createElement("i");
      swatch.style.background = fillColour;
      if (line) swatch.className = "line";
      item.append(swatch, name);
      return item;
    }),
  );
};

const options = (select, entries) =>
  select.replaceChildren(...entries.map(([value, label]) => new Option(label, value)));
