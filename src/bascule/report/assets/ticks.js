// Ticks at local midnights and hours, as many as the width holds.
const tickSteps = [
  { hours: 1 }, { hours: 2 }, { hours: 3 }, { hours: 6 }, { hours: 12 }, { days: 1 }, { days: 2 }, { days: 7 }, { days: 14 },
  { months: 1 }, { months: 2 }, { months: 3 }, { months: 6 }, { months: 12 },
];

const stepSeconds = ({ hours = 0, days = 0, months = 0 }) => hours * 3600 + days * dayLength + months * 30.4 * dayLength;

const tickLocals = (low, high, step) => {
  const found = [];
  if (step.months) {
    const start = new Date(low * 1000);
    for (let month = start.getUTCFullYear() * 12 + start.getUTCMonth(); ; month += 1) {
      const second = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
      if (second > high) return found;
      if (month % step.months === 0 && second >= low) found.push(second);
    }
  }
  const width = stepSeconds(step);
  // Weeks begin on Mondays; the epoch was a Thursday.
  const origin = step.days >= 7 ? 4 * dayLength : 0;
  for (let second = Math.ceil((low - origin) / width) * width + origin; second <= high; second += width) found.push(second);
  return found;
};

const tickLabel = (second, step) => {
  const date = calendar(second);
  if (step.months) return `${monthNames[date.getUTCMonth()]}${date.getUTCMonth() === 0 ? `<br>${date.getUTCFullYear()}` : ""}`;
  if (step.hours && clockOf(second) !== "00:00") return clockOf(second);
  return dayName(second);
};

const ticks = (low, high, pixels) => {
  const most = Math.max(Math.floor(pixels / 75), 2);
  const step = tickSteps.find((candidate) => (high - low) / stepSeconds(candidate) <= most) ?? tickSteps[tickSteps.length - 1];
  const at = tickLocals(localOf(low), localOf(high), step).map(fromLocal).filter((second) => second >= low && second <= high);
  return { tickmode: "array", tickvals: at, ticktext: at.map((second) => tickLabel(second, step)) };
};
