// Numbers and sentences, by the same rules as bascule.report.numbers and bascule.report.template.
const fixed = (value, decimals) => {
  if (!Number.isFinite(value)) return "–";
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
};

const figure = (value) => {
  const size = Math.abs(value);
  if (size < 0.0005) return "0";
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
};

const plainRate = (value) => fixed(value, Math.abs(value) < 999.95 ? 1 : 0);

const named = (name, value, sign) => {
  if (name.endsWith("_per_mwh")) return `${plainRate(value)} ${sign}/MWh`;
  if (name.endsWith("_mw")) return `${figure(value)} MW`;
  if (name.endsWith("_frac")) return `${fixed(value * 100, 1)} %`;
  return Math.abs(value) < 100 && !Number.isInteger(value) ? figure(value) : fixed(value, 0);
};

const gaps = (template) => [...template.matchAll(/\{(\w+)(?::bare)?\}/g)].map((match) => match[1]);

const fill = (template, facts, sign) => {
  const has = (name) => Object.prototype.hasOwnProperty.call(facts, name);
  const choose = (_, choices) => choices.split("|").find((choice) => gaps(choice).every(has)) ?? "";
  return template.replace(/\[([^\]]*)\]/g, choose).replace(/\{(\w+)(:bare)?\}/g, (_, name, bare) => {
    const fact = facts[name];
    if (typeof fact === "string") return fact;
    return bare ? plainRate(fact) : named(name, fact, sign);
  });
};
