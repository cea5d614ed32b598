// Why each asset did what it did in one interval.
const factsAt = async (track, index) => {
  const facts = { asset: track.asset };
  for (const [name, number] of Object.entries(track.numbers)) {
    const value = (await series(number))[index];
    if (Number.isFinite(value)) facts[name] = value;
  }
  return facts;
};

const sentenceAt = async (track, index) => {
  const kind = data.kinds[(await series(track.codes))[index]];
  return fill(data.text[`reason.${kind}`], await factsAt(track, index), data.sign);
};

const powerAt = async (asset, index) => {
  const given = view.run.given.find((each) => each.asset === asset);
  const giving = given ? (await series(given.series))[index] : 0;
  if (giving >= 0.0005) return text("page.why.gives", { power_mw: giving });
  const band = view.run.bands.find((each) => each.asset === asset);
  if (!band) return given ? named("_mw", giving, data.sign) : "";
  return named("_mw", (await series(band.series))[index], data.sign);
};

const paragraph = (content, name = "") => {
  const element = document.createElement("p");
  element.textContent = content;
  element.className = name;
  return element;
};

const reasonItem = async (track, index) => {
  const item = document.createElement("li");
  const power = document.createElement("b");
  power.textContent = await powerAt(track.asset, index);
  const sentence = document.createElement("span");
  sentence.textContent = await sentenceAt(track, index);
  item.append(power, sentence);
  return item;
};

const valuesAt = async (index) => {
  const bus = (await series(view.run.bus))[index];
  const price = { price_per_mwh: (await series(data.rate))[index] };
  if (Number.isFinite(bus)) price.bus_per_mwh = bus;
  const meter = {
    import_mw: (await series(view.run.lines[0].series))[index],
    export_mw: (await series(view.run.export))[index],
  };
  return `${text("page.why.price", price)} ${text("page.why.meter", meter)}`;
};

const answer = async () => {
  const index = view.picked;
  const second = secondOf(index);
  const items = await Promise.all(view.run.reasons.map((track) => reasonItem(track, index)));
  const list = document.createElement("ul");
  list.append(...items);
  const facts = await valuesAt(index);
  if (index !== view.picked) return;
  showPicked(index);
  const when = `${dateOf(second)} ${clockOf(second)}–${clockOf(second + data.step_s)} (${zoneName(second)}) · ${view.run.label}`;
  const none = items.length ? [] : [paragraph(text("page.why.none"), "note")];
  byId("why-answer").replaceChildren(paragraph(when, "when"), paragraph(facts), list, ...none);
};

const indicesOf = (date) => {
  const low = indexOf(fromLocal(Date.parse(`${date}T00:00Z`) / 1000));
  const found = [];
  for (let i = Math.max(low - 1, 0); i < data.count && dateOf(secondOf(i)) <= date; i += 1) {
    if (dateOf(secondOf(i)) === date) found.push(i);
  }
  return found;
};

const showPicked = (index) => {
  const second = secondOf(index);
  const day = indicesOf(dateOf(second));
  const shifted = new Set(day.map((i) => offsetAt(i))).size > 1;
  byId("why-date").value = dateOf(second);
  options(byId("why-hour"), day.map((i) => {
    const at = secondOf(i);
    return [String(i), shifted ? `${clockOf(at)} ${zoneName(at)}` : clockOf(at)];
  }));
  byId("why-hour").value = String(index);
};

const startWhy = () => {
  const date = byId("why-date");
  date.min = dateOf(data.start_s);
  date.max = dateOf(endSeconds - 1);
  date.addEventListener("change", () => {
    const day = indicesOf(date.value);
    if (day.length) pick(day[Math.min(Math.floor(day.length / 2), day.length - 1)]);
  });
  byId("why-hour").addEventListener("change", () => pick(Number(byId("why-hour").value)));
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => pick((view.picked ?? 0) + Number(button.dataset.step)));
  }
};
