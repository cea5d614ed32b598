// Local time of the site. The browser's own time zone plays no part.
const endSeconds = data.start_s + data.count * data.step_s;
const two = (n) => String(n).padStart(2, "0");

const offsetAt = (index) => {
  let offset = data.offsets[0][1];
  for (const [first, seconds] of data.offsets) if (index >= first) offset = seconds;
  return offset;
};

const offsetAtSecond = (second) => offsetAt(Math.floor((second - data.start_s) / data.step_s));
const secondOf = (index) => data.start_s + index * data.step_s;
const indexOf = (second) => Math.min(Math.max(Math.floor((second - data.start_s) / data.step_s), 0), data.count - 1);
const localOf = (second) => second + offsetAtSecond(second);

// A local second may fall into the hour that a change of the clock skips or repeats: the later guess settles it.
const fromLocal = (local) => {
  const guess = local - offsetAtSecond(local - data.offsets[0][1]);
  return local - offsetAtSecond(guess);
};

const calendar = (second) => new Date(localOf(second) * 1000);
const monthNames = data.text["page.months_short"].split(" ");
const dateOf = (second) => calendar(second).toISOString().slice(0, 10);
const clockOf = (second) => `${two(calendar(second).getUTCHours())}:${two(calendar(second).getUTCMinutes())}`;
const dayName = (second) => `${calendar(second).getUTCDate()} ${monthNames[calendar(second).getUTCMonth()]}`;

const zoneName = (second) => {
  const minutes = offsetAtSecond(second) / 60;
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${size % 60 ? `:${two(size % 60)}` : ""}`;
};
