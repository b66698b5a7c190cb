// What was asked, answered and ended, in the order of one clock, and what of it may not have been.
import { patience } from './patience.mjs';
import { Turns } from './turns.mjs';

const MOST_VIOLATIONS = 20;
/** How long a grant may take to be known at every node: it may refuse too much until then. */
const GRANT_MS = 10_000;

export class History {
  turns = new Turns();
  counts = { answers: 0, batches: 0, inBatches: 0, afterAnEnd: 0, revocations: 0, repeated: 0, busy: 0, unreached: 0, faults: {}, histories: {}, acts: {} };
  violations = [];
  events = [];
  longestRecovery = { ms: 0, of: 'none' };
  #began = performance.now();

  now() {
    return performance.now() - this.#began;
  }

  note(text) {
    this.events.push({ at: this.now(), text });
    if (this.events.length > 400) this.events.splice(0, 200);
  }

  wrong(what, trail = []) {
    if (this.violations.length >= MOST_VIOLATIONS) return;
    this.violations.push({ at: this.now(), what, trail: [...trail, ...this.events.slice(-8)].sort((a, b) => a.at - b.at) });
    console.error(`VIOLATION at ${this.now().toFixed(0)} ms: ${what}`);
  }

  /** One request at one node, held to what holds for every answer. Undefined when none came. */
  async ask(node, method, path, options) {
    let answer;
    try {
      answer = await this.turns.together(() => node.ask(method, path, options));
    } catch (error) {
      // A connection that its server has just closed is the network's business, and so is a killed node; no answer at all is not.
      if (/no answer in/.test(error.message) && node.up) this.wrong(`${method} ${path} at ${node.name}: ${error.message}`);
      this.counts.unreached += 1;
      return undefined;
    }
    if (answer.status === 503) this.counts.busy += 1;
    if (answer.status > 500 ? answer.status !== 503 || answer.retryAfter === undefined : answer.status === 500) {
      this.wrong(`${method} ${path} at ${node.name} answered ${answer.status}${answer.status === 503 ? ' without Retry-After' : `: ${JSON.stringify(answer.body).slice(0, 300)}`}`);
    }
    return answer;
  }

  /** Something that was acknowledged and can be asked about: `asks` resolves with whether it stands, or undefined for no answer. `of` has the ids it rests on. */
  claim(name, asks, { grant = false, of = [] } = {}) {
    return { name, asks, of, from: this.now() + (grant ? patience(GRANT_MS) : 0), ending: false, endedAt: undefined, trail: [{ at: this.now(), text: `${name}: acknowledged` }] };
  }

  /** One question about one claim at one node; resolves with what `asks` said. */
  async check(claim, node) {
    const [stands] = await this.checkAll([claim], node, async () => [await claim.asks(node)]);
    return stands;
  }

  /**
   * One request that answers for each of these claims whether it stands, undefined where nobody could say. Each answer is
   * held to what was so when the request began.
   */
  async checkAll(claims, node, asks) {
    return this.turns.together(async () => {
      const began = this.now();
      const endedBefore = claims.map(({ endedAt }) => endedAt !== undefined);
      const stand = await asks();
      claims.forEach((claim, i) => this.#judge(claim, stand[i], { node, began, endedBefore: endedBefore[i] }));
      return stand;
    });
  }

  #judge(claim, stands, { node, began, endedBefore }) {
    if (stands === undefined) return;
    this.counts.answers += 1;
    if (endedBefore) this.counts.afterAnEnd += 1;
    const isStale = endedBefore && stands;
    const isLost = !claim.ending && !endedBefore && !stands && began > claim.from;
    // Once for each is enough.
    if (claim.reported || !(isStale || isLost)) return;
    const what = `${claim.name}: ${node.name}, asked at ${began.toFixed(0)} ms, said ${stands ? 'that it stands' : 'that it does not stand'}`;
    const before = this.violations.length;
    this.wrong(isStale ? `${what}, after its end was acknowledged at ${claim.endedAt.toFixed(0)} ms` : `${what}, and nobody has ended it: an acknowledged write is lost`, claim.trail);
    claim.reported = this.violations.length > before;
  }

  ends(claims, text) {
    for (const claim of claims) {
      claim.ending = true;
      claim.trail.push({ at: this.now(), text: `${claim.name}: ${text}` });
    }
  }

  /** @param epoch that an answer must name to be sure to know of it, where the end's own answer had one */
  acknowledged(claims, text, epoch) {
    const at = this.now();
    for (const claim of claims) {
      claim.endedAt ??= at;
      claim.epoch ??= epoch;
      claim.trail.push({ at, text: `${claim.name}: acknowledged: ${text}` });
    }
  }

  recovered(of, ms) {
    if (ms > this.longestRecovery.ms) this.longestRecovery = { ms, of };
  }
}
