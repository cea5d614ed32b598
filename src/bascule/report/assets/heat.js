// Means by local hour of day and by month, or by week where the period is short.
const runOf = (policy) => data.runs.find((run) => run.policy === policy);
const dayLength = 86400;

const heatRow = (local, weekly) => {
  const date = new Date(local * 1000);
  if (!weekly) return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}`;
  const monday = local - ((Math.floor(local / dayLength) + 3) % 7) * dayLength;
  const first = new Date(monday * 1000);
  return text("page.week_of", { day: `${first.getUTCDate()} ${monthNames[first.getUTCMonth()]}` });
};

const heatMeans = (values, weekly) => {
  const rows = new Map();
  for (let i = 0; i < data.count; i += 1) {
    const local = localOf(secondOf(i));
    const name = heatRow(local, weekly);
    if (!rows.has(name)) rows.set(name, { sum: new Float64Array(24), count: new Float64Array(24) });
    const row = rows.get(name);
    const hour = Math.floor((((local % dayLength) + dayLength) % dayLength) / 3600);
    row.sum[hour] += values[i];
    row.count[hour] += 1;
  }
  const mean = ({ sum, count }) => Array.from(sum, (total, hour) => (count[hour] ? total / count[hour] : null));
  return { names: [...rows.keys()], means: [...rows.values()].map(mean) };
};

const added = async (numbers) => {
  const total = new Float64Array(data.count);
  for (const number of numbers) (await series(number)).forEach((value, i) => { total[i] += value; });
  return total;
};

const heatMeasures = (run) => {
  const group = (name) => run.bands.filter((band) => band.group === name);
  const both = [["mining", "page.hashing"], ["ai", "page.compute"]]
    .filter(([name]) => group(name).length > 0)
    .map(([name, key]) => [text(key), group(name).map((band) => band.series)]);
  const each = run.bands.filter(({ group: name }) => both.length === 0 || group(name).length > 1 || !["mining", "ai"].includes(name));
  return [
    ...both,
    [text("page.price"), null],
    [text("page.import"), [run.lines[0].series]],
    ...each.map((band) => [band.name, [band.series]]),
  ];
};

let heatShown = null;

const paintHeat = () => {
  if (!heatShown) return;
  const { names, means, unit, top } = heatShown;
  const map = {
    type: "heatmap", x: Array.from({ length: 24 }, (_, hour) => hour), y: names, z: means, zmax: top, zauto: top === null,
    ...(top === null ? {} : { zmin: Math.min(...means.flat().filter((mean) => mean !== null)) }),
    colorscale: "Cividis", xgap: 1, ygap: 1,
    colorbar: { title: { text: unit, side: narrow() ? "top" : "right" }, thickness: 12, outlinewidth: 0, len: 1 },
    hovertemplate: `%{y}, %{x}:00: %{z:,.1f} ${unit}<extra></extra>`,
  };
  draw("heat", [map], layout({
    height: 90 + 24 * Math.max(names.length, 5),
    xaxis: axis({ title: { text: text("page.hour_axis") }, dtick: narrow() ? 6 : 3, showgrid: false, zeroline: false }),
    yaxis: axis({ type: "category", autorange: "reversed", showgrid: false }),
  }));
};

const changeHeat = async () => {
  const run = runOf(byId("heat-policy").value);
  const [, numbers] = heatMeasures(run)[Number(byId("heat-measure").value)];
  const weekly = data.count * data.step_s < 100 * dayLength;
  const values = await (numbers === null ? series(data.rate) : added(numbers));
  const { names, means } = heatMeans(values, weekly);
  const flat = means.flat().filter((mean) => mean !== null).sort((a, b) => a - b);
  const unit = numbers === null ? plain(text("page.price_axis")) : text("page.mw_axis");
  // A few price spikes would else turn every other hour dark.
  heatShown = { names, means, unit, top: numbers === null ? quantile(flat, 0.97) : null };
  byId("heat-title").textContent = text(weekly ? "page.heat_weeks" : "page.heat");
  paintHeat();
};

const changeHeatPolicy = () => {
  const select = byId("heat-measure");
  const was = select.selectedOptions[0]?.textContent;
  const measures = heatMeasures(runOf(byId("heat-policy").value));
  options(select, measures.map(([label], index) => [String(index), label]));
  select.value = String(Math.max(measures.findIndex(([label]) => label === was), 0));
  return changeHeat();
};

const startHeat = async () => {
  options(byId("heat-policy"), data.runs.map((run) => [run.policy, run.label]));
  byId("heat-policy").addEventListener("change", changeHeatPolicy);
  byId("heat-measure").addEventListener("change", changeHeat);
  charts.push(paintHeat);
  await changeHeatPolicy();
};
