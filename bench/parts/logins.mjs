// Logins against bcrypt alone, refreshes against the echo, and introspections beside a flood of logins.
import { addresses, isActive } from '../bench.mjs';
import { steady, summary, window } from '../load.mjs';
import { bcryptCeiling, flooded, logins as logIns, refreshes } from '../logins.mjs';
import { atLeast, atMost, told } from '../verdicts.mjs';

/** The product's own default: what a login costs where nobody has set anything. */
const BCRYPT_COST = 12;
const ROUNDS = 3;
const SECONDS = 5;
const ACCOUNTS = addresses.slice(0, 8);
const FLOOD = { perSecond: 500, rate: 500, seconds: 8 };
/** As they come from many clients; the same in one wave is the worst that can come. */
const WAVES = 50;
/** With less of a core than this the server was kept from its work by others', and its times say nothing. */
const FLOOD_BUSY = 0.8;

export async function logins(bench) {
  const [echo, { echoed, introspected }] = [await bench.echo(), await bench.asked()];
  // The same data, with passwords as dear as they are by default: a first login of each hashes it anew.
  const dear = await bench.startService({ BCRYPT_COST: String(BCRYPT_COST) });
  try {
    await logIns(dear, ACCOUNTS, SECONDS);
    const [bcrypt, login, refresh, echoes] = [[], [], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      bcrypt.push(await bcryptCeiling(BCRYPT_COST, SECONDS));
      login.push(await logIns(dear, ACCOUNTS, SECONDS));
      refresh.push(await refreshes(dear, ACCOUNTS, SECONDS));
      echoes.push(await window(echo, echoed, 2));
    }
    // What else runs on the machine only ever takes away: of each the best window.
    const fastest = (windows) => Math.max(...windows.map(({ rps }) => rps));
    const cheapest = (windows) => (windows[0].cpuMillis === undefined ? undefined : Math.min(...windows.map(({ cpuMillis }) => cpuMillis)));
    const byCpu = cheapest(login) === undefined ? undefined : cheapest(bcrypt) / cheapest(login);
    const byRate = fastest(login) / fastest(bcrypt);
    const refreshMillis = cheapest(refresh);
    const echoMicros = summary(echoes).cpuMicros;
    console.table([
      { what: `bcrypt, cost ${BCRYPT_COST}`, 'per s': fastest(bcrypt).toFixed(1), 'CPU ms': cheapest(bcrypt)?.toFixed(1) ?? 'n/a' },
      { what: 'login', 'per s': fastest(login).toFixed(1), 'CPU ms': cheapest(login)?.toFixed(1) ?? 'n/a' },
      { what: 'refresh', 'per s': fastest(refresh).toFixed(1), 'CPU ms': refreshMillis?.toFixed(2) ?? 'n/a' },
    ]);
    return [
      // By either: rates suffer where others use the machine, CPU time where the cores are shared by threads.
      atLeast('logins ÷ bare bcrypt', Math.max(byRate, byCpu ?? 0), 0.95),
      atMost('CPU of a refresh ÷ of an echo', refreshMillis === undefined ? undefined : (refreshMillis * 1000) / echoMicros, 25),
      told('CPU ms of a refresh', refreshMillis),
      ...(await beside(dear, introspected)),
    ];
  } finally {
    await bench.stop(dear);
  }
}

async function beside(dear, introspected) {
  const ask = (seconds = FLOOD.seconds) => steady(dear, introspected, { rate: FLOOD.rate, seconds }, isActive);
  // The first ones meet code that has never run.
  await ask(2);
  const [atOnce, spread] = [{ perSecond: FLOOD.perSecond, waves: 1 }, { perSecond: FLOOD.perSecond, waves: WAVES }];
  await flooded(dear, addresses, atOnce, () => ask(4));
  const [calm, thrown, flowing] = [[], [], []];
  for (let round = 0; round < 2; round += 1) {
    calm.push(await ask());
    thrown.push(await flooded(dear, addresses, atOnce, ask));
    flowing.push(await flooded(dear, addresses, spread, ask));
  }
  const quietest = Math.min(...calm.map(({ p99 }) => p99));
  const others = [...thrown, ...flowing].flatMap((one) => [...one.answers.other, ...one.result.wrong]);
  for (const other of others.slice(0, 3)) console.log(`  something else: ${other}`);
  const against = (what, floods) => {
    const { answers, busy, result } = floods.toSorted((a, b) => a.result.p99 - b.result.p99)[0];
    console.log(`${what}: ${answers[200]} signed in, ${answers[503]} got 503 with Retry-After; introspection's p99 ${result.p99.toFixed(1)} ms, without them ${quietest.toFixed(1)} ms`);
    const starved = busy !== undefined && busy < FLOOD_BUSY ? `the machine gave the server ${Math.round(busy * 100)} % of a core` : undefined;
    return [atMost(`introspection's p99 in a flood of ${what} ÷ without`, result.p99 / quietest, 3, starved), told(`ms, introspection's p99 in a flood of ${what}`, result.p99)];
  };
  return [
    ...against(`${FLOOD.perSecond} logins a second, ${FLOOD.perSecond / WAVES} at a time`, flowing),
    ...against(`${FLOOD.perSecond} logins at once, every second`, thrown),
    atMost('answers in the floods that are neither right nor 503 with Retry-After', others.length, 0),
    told("ms, introspection's p99 without", quietest),
  ];
}
