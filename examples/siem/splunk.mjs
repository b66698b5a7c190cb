// To Splunk's HTTP Event Collector. A batch that comes twice has the same ids: `| dedup id`.
import { follow } from './follow.mjs';

const { SPLUNK_URL = 'https://splunk.example.com:8088', SPLUNK_TOKEN, SPLUNK_INDEX } = process.env;

await follow(async (entries) => {
  const events = entries.map((entry) => ({ time: Date.parse(entry.created_at) / 1000, source: 'authengine', sourcetype: 'authengine:audit', ...(SPLUNK_INDEX ? { index: SPLUNK_INDEX } : {}), event: entry }));
  const answer = await fetch(`${SPLUNK_URL}/services/collector/event`, {
    method: 'POST',
    headers: { Authorization: `Splunk ${SPLUNK_TOKEN}` },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`Splunk answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
});
