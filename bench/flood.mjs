// Logins by the hundred, each second in so many waves, until its input ends; prints what they were answered. A process of its own: to send
// them takes as long as the times do that another one measures meanwhile.
import { Agent } from 'node:http';
import { setPriority } from 'node:os';
import { post } from './ask.mjs';

/** Both may have one core: who takes the times comes first. */
const NICENESS = 10;

const { url, password, addresses, perSecond, waves } = JSON.parse(process.argv[2]);
setPriority(NICENESS);
const agent = new Agent({ keepAlive: true });
const answers = { 200: 0, 503: 0, other: [] };
const underWay = new Set();

async function logIn(email) {
  const { status, headers, text } = await post(agent, url, { email, password });
  if (status === 200) answers[200] += 1;
  else if (status === 503 && Number(headers['retry-after']) > 0) answers[503] += 1;
  else answers.other.push(`${status} ${text.slice(0, 120)}`);
}

let sent = 0;
function wave() {
  for (let i = 0; i < perSecond / waves; i += 1) {
    const login = logIn(addresses[(sent += 1) % addresses.length]).catch((error) => answers.other.push(error.message)).finally(() => underWay.delete(login));
    underWay.add(login);
  }
}

wave();
const beginning = setInterval(wave, 1_000 / waves);
process.stdin.resume().once('end', async () => {
  clearInterval(beginning);
  await Promise.all(underWay);
  agent.destroy();
  console.log(JSON.stringify(answers));
});
