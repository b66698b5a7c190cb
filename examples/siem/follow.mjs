// Reads the audit log of AuthEngine from where it stopped, and hands it over entry by entry: at least once, in order, without a gap.
import { open, readFile, rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const { AUTHENGINE_URL = 'https://auth.example.com', AUTHENGINE_EMAIL, AUTHENGINE_PASSWORD, AUTHENGINE_TENANT, CURSOR_FILE = 'audit-cursor', POLL_SECONDS = '5' } = process.env;

const api = `${AUTHENGINE_URL}/api/v1`;
const stream = AUTHENGINE_TENANT ? `${api}/tenants/audit/${AUTHENGINE_TENANT}/audit-logs/stream` : `${api}/platform/audit/stream`;
let token;

/** Gives each batch of entries to `deliver`, which throws unless the receiver has them all. */
export async function follow(deliver) {
  let after = await savedCursor();
  for (;;) {
    try {
      const { entries, next, more } = await read(after);
      if (entries.length > 0) await deliver(entries);
      // Only now: whoever dies before this line delivers the batch again.
      if (next !== null && next !== after) await saveCursor((after = next));
      if (more) continue;
    } catch (error) {
      console.error(`${new Date().toISOString()} ${error.message}; again in ${POLL_SECONDS} s`);
      if (error.final) process.exit(1);
    }
    await pause(Number(POLL_SECONDS) * 1000);
  }
}

async function read(after) {
  const url = after === undefined ? stream : `${stream}?after=${after}`;
  let answer = token ? await get(url) : { status: 401 };
  // The access token has ended, or there is none yet.
  if (answer.status === 401) {
    token = await signIn();
    answer = await get(url);
  }
  if (answer.status === 410) throw Object.assign(new Error('away for too long: export what was missed, then delete the cursor file'), { final: true });
  if (!answer.ok) throw new Error(`the stream answered ${answer.status}`);
  return answer.json();
}

const get = (url) => fetch(url, { headers: { Authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(30_000) });

async function signIn() {
  const body = JSON.stringify({ email: AUTHENGINE_EMAIL, password: AUTHENGINE_PASSWORD });
  const answer = await fetch(`${api}/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body, signal: AbortSignal.timeout(30_000) });
  if (answer.status !== 200) throw new Error(`the sign-in was answered ${answer.status}`);
  return (await answer.json()).access_token;
}

async function savedCursor() {
  try {
    return (await readFile(CURSOR_FILE, 'utf8')).trim();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The file has the former cursor or the new one, whenever the machine stops. */
async function saveCursor(cursor) {
  const file = await open(`${CURSOR_FILE}.new`, 'w', 0o600);
  await file.writeFile(cursor);
  await file.sync();
  await file.close();
  await rename(`${CURSOR_FILE}.new`, CURSOR_FILE);
}
