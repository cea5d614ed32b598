// The page comes up: first the bars, which need no series, then the rest.
const trouble = (message) => {
  root.dataset.error = message;
  byId("trouble").textContent = message;
  byId("trouble").hidden = false;
};

// Where nobody asked yet, the dearest interval has the most to say.
const dearest = async () => {
  const rate = await series(data.rate);
  return rate.indexOf(rate.reduce((most, price) => Math.max(most, price), -Infinity));
};

const start = async () => {
  theme();
  startBars();
  root.dataset.firstChartMs = String(Math.round(performance.now()));
  startMonths();
  if (typeof DecompressionStream === "undefined") return trouble(text("page.old"));
  await startTime();
  root.dataset.timeChartMs = String(Math.round(performance.now()));
  startDuration(await series(data.rate));
  await startHeat();
  startWhy();
  listen();
  const asked = /^why=(\d+)$/.exec(location.hash.slice(1));
  await pick(asked ? Number(asked[1]) : await dearest());
  root.dataset.ready = "all";
  return undefined;
};

addEventListener("error", (event) => trouble(String(event.message)));
addEventListener("unhandledrejection", (event) => trouble(String(event.reason)));
start();
