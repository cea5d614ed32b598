// Each policy's margin by month.
const policyColour = (index) => {
  const names = ["rest-1", "charge-1", "load-1", "mining-1", "mining-2", "accent", "marker"];
  const { policy } = data.policies[index];
  if (policy === "optimal") return colour("accent");
  if (policy === data.bound) return colour("marker");
  return colour(names[index % 5]);
};

const paintMonths = () => {
  const bars = data.policies.map(({ label }, index) => ({
    type: "bar", name: plain(label), x: data.months.labels, y: data.months.margins[index],
    marker: { color: policyColour(index) }, hovertemplate: "%{x}<br>%{fullData.name}: %{y:,.0f}<extra></extra>",
  }));
  legend("months-legend", data.policies.map(({ label }, index) => ({ name: label, colour: policyColour(index) })));
  draw("months", bars, layout({
    height: 320,
    margin: { l: 8, r: 8, t: 24, b: 8, pad: 2 },
    annotations: [unitOver(data.sign, "left")],
    barmode: "group",
    xaxis: axis({ type: "category", showgrid: false }),
    yaxis: axis({ nticks: 6 }),
  }));
};

const startMonths = () => chart(paintMonths);
