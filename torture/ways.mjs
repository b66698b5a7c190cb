// The ways of one node to several servers that name each other: what they say leads to this node's own ways.
import { openWay } from './way.mjs';

/** @param ports of all the servers; `first`: those that the node is told of, in the order of `ports` */
export async function openWays(ports) {
  const places = new Map();
  const translate = (bytes) => translated(bytes, places);
  const ways = [];
  for (const port of ports) {
    const way = await openWay(port, translate);
    ways.push(way);
    places.set(String(port), String(way.port));
  }
  let delayMs = 0;
  return {
    ports: ways.map(({ port }) => port),
    get delayMs() {
      return delayMs;
    },
    set delayMs(ms) {
      delayMs = ms;
      for (const way of ways) way.delayMs = ms;
    },
    cut: () => ways.forEach((way) => way.cut()),
    mend: () => ways.forEach((way) => way.mend()),
    close: () => ways.forEach((way) => way.close()),
    /** At whichever of them it comes first. */
    keepBack(looksFor, how) {
      const kept = ways.map((way) => way.keepBack(looksFor, how));
      const letGo = () => kept.forEach((one) => one.letGo());
      return { came: Promise.race(kept.map(({ came }) => came)), letGo };
    },
  };
}

/**
 * A port is named as a text of its own ($5), a number (:), or after an address, as MOVED and ASK do. All ports here have
 * five digits, so no length changes.
 */
function translated(bytes, places) {
  if (bytes.length > 65_000) return bytes;
  const text = bytes.toString('latin1');
  const changed = text.replace(/(\$5\r\n|:)(\d{5})(?=\r\n)/g, (whole, before, port) => `${before}${places.get(port) ?? port}`);
  return changed === text ? bytes : Buffer.from(changed, 'latin1');
}
