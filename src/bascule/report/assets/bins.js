// Intervals gathered into bins as wide as the view asks for: days over 60 days, hours over 10, else as they are.
const widthFor = (span) => (span > 60 * dayLength ? dayLength : span > 10 * dayLength ? 3600 : data.step_s);

// First interval of each bin that touches [low, high), and the interval after the last bin.
const binEdges = (low, high) => {
  const width = widthFor(high - low);
  const first = indexOf(low);
  const last = Math.min(indexOf(high) + 1, data.count);
  const edges = [];
  let previous = null;
  for (let i = first; i < last; i += 1) {
    // Days are those of the calendar; hours are counted in UTC, so that a repeated hour stays two.
    const second = width === dayLength ? localOf(secondOf(i)) : secondOf(i);
    const bin = Math.floor(second / Math.max(width, data.step_s));
    if (bin !== previous) edges.push(i);
    previous = bin;
  }
  return [...edges, last];
};

const binMeans = (values, edges) => {
  const means = [];
  for (let k = 0; k + 1 < edges.length; k += 1) {
    let sum = 0;
    for (let i = edges[k]; i < edges[k + 1]; i += 1) sum += values[i];
    means.push(sum / (edges[k + 1] - edges[k]));
  }
  // The last step is drawn to its end.
  return [...means, means[means.length - 1]];
};

const binLabels = (edges) =>
  edges.map((edge) => {
    const second = secondOf(edge);
    const daily = edges.length > 1 && edges[1] - edges[0] > (20 * 3600) / data.step_s;
    return daily ? `${dateOf(second)}` : `${dateOf(second)} ${clockOf(second)} ${zoneName(second)}`;
  });
