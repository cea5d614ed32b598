// Series as they come out of the data block: gzip of byte planes, unpacked when they are first asked for.
const data = JSON.parse(document.getElementById("data").textContent);
const unpacked = new Map();

const bytesOf = (base64) => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
};

const inflate = async (bytes) => {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const unpack = async ({ kind, data: base64 }) => {
  const planes = await inflate(bytesOf(base64));
  if (kind === "i1") return new Int8Array(planes.buffer);
  const count = planes.length / 4;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0; plane < 4; plane += 1) {
    const offset = plane * count;
    for (let i = 0; i < count; i += 1) bytes[i * 4 + plane] = planes[offset + i];
  }
  return new Float32Array(bytes.buffer);
};

const series = (number) => {
  if (!unpacked.has(number)) unpacked.set(number, unpack(data.series[number]));
  return unpacked.get(number);
};
