// To Elasticsearch or OpenSearch by the bulk API. A document has the entry's id, so one that comes twice is there once.
import { follow } from './follow.mjs';

const { ELASTIC_URL = 'https://elastic.example.com:9200', ELASTIC_API_KEY, ELASTIC_INDEX = 'authengine-audit' } = process.env;
const ALREADY_THERE = 409;

await follow(async (entries) => {
  const lines = entries.flatMap((entry) => [{ create: { _id: entry.id } }, { '@timestamp': entry.created_at, ...entry }]);
  const answer = await fetch(`${ELASTIC_URL}/${ELASTIC_INDEX}/_bulk`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson', ...(ELASTIC_API_KEY ? { Authorization: `ApiKey ${ELASTIC_API_KEY}` } : {}) },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    signal: AbortSignal.timeout(30_000),
  });
  if (!answer.ok) throw new Error(`Elastic answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
  // The answer is 200 also when single documents were refused.
  const refused = (await answer.json()).items.find(({ create }) => create.status >= 300 && create.status !== ALREADY_THERE);
  if (refused) throw new Error(`Elastic refused ${refused.create._id}: ${JSON.stringify(refused.create.error)}`);
});
