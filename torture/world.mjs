// People, tenants and roles for the scenes, and how something is asked until a node can answer.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { patience } from './patience.mjs';
import { BATCH, doorsOf, faultOf, keyDoors, questionsOf } from './questions.mjs';

export const PASSWORD = 'torture-only Harbour 77 lantern';
export const ADMIN = 'admin@authengine.test';
const PATIENCE_MS = 40_000;
const ADMIN_SESSION_MS = 8 * 60_000;
/** Whether a user's tenants have changed, a node asks for each, or of many of them together (`access-snapshots.ts`). */
const MANY_TENANTS = 12;
/** How many questions about what has ended there are for one that names the end's epoch. */
const EPOCH_EVERY = 8;

/** A scene that could not be set up or played; it says why. */
export class SceneFault extends Error {}

/**
 * A request was done by a node that could not say so: it was killed, or lost PostgreSQL while it committed, and said 503. Asked for
 * again it is refused, rightly.
 */
export class LostAnswer extends SceneFault {}

export class World {
  #admin;
  #platformKey;
  /** So that each way of asking has its turn. */
  #turn = 0;
  #ofMany = false;

  constructor(nodes, history, { postgres, mailbox, provider }, draw) {
    Object.assign(this, { nodes, history, postgres, mailbox, provider, draw });
  }

  node() {
    const up = this.nodes.filter((node) => node.up);
    return this.draw.one(up.length > 0 ? up : this.nodes);
  }

  /** One whose clock is right, for what depends on it. */
  punctual() {
    const right = this.nodes.filter((node) => node.up && node.clock.aheadSeconds === 0);
    return this.draw.one(right.length > 0 ? right : this.nodes);
  }

  /** Asks one node after another until one of them has done it; `once` where a second request outdates what the first one mailed. */
  async done(method, path, options = {}, node = undefined, { once = false } = {}) {
    let lost = false;
    for (const end = this.history.now() + patience(PATIENCE_MS); this.history.now() < end; await sleep(this.draw.between(20, 200))) {
      const answer = await this.history.ask(node ?? this.node(), method, `/api/v1${path}`, typeof options === 'function' ? await options() : options);
      if (answer && answer.status < 300) {
        if (lost && once) throw new LostAnswer(`${method} ${path} was perhaps done twice`);
        return answer.body;
      }
      lost ||= answer === undefined || answer.status === 503;
      if (answer && answer.status !== 503 && answer.status !== 429) throw new (lost ? LostAnswer : SceneFault)(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
    throw new SceneFault(`${method} ${path} was not done in ${PATIENCE_MS} ms`);
  }

  async admin() {
    if (!this.#admin || Date.now() - this.#admin.at > ADMIN_SESSION_MS) {
      const body = { email: ADMIN, password: PASSWORD };
      this.#admin = { at: Date.now(), token: this.done('POST', '/auth/login', { body }).then(({ access_token }) => access_token) };
      this.#admin.token.catch(() => (this.#admin = undefined));
    }
    return this.#admin.token;
  }

  async byAdmin(method, path, body) {
    return this.done(method, path, { body, token: await this.admin() });
  }

  /** The key that most questions are asked with. */
  async key() {
    this.#platformKey ??= this.byAdmin('POST', '/platform/service-keys', { service_name: 'torture' }).then(({ raw_key }) => raw_key);
    return this.#platformKey;
  }

  /** A new user with the admin's password and no role: put into the database, since a registration waits for a mail. */
  async person() {
    const id = randomUUID();
    const email = `${id}@people.test`;
    await this.sql(
      `WITH made AS (
         INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object('id', $1::uuid, 'email', $2::text))).* FROM users u WHERE u.email = $3 RETURNING id)
       INSERT INTO password_credentials SELECT (jsonb_populate_record(p, jsonb_build_object('user_id', made.id))).* FROM made, password_credentials p JOIN users u ON u.id = p.user_id WHERE u.email = $3`,
      [id, email, ADMIN],
    );
    return { id, email };
  }

  async signedIn(person = undefined, password = PASSWORD) {
    const { id, email } = person ?? (await this.person());
    const { access_token: token, refresh_token: refresh } = await this.done('POST', '/auth/login', { body: { email, password } });
    return { id, email, token, refresh, sid: JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sid };
  }

  /** A tenant of a new owner. */
  async tenant() {
    const owner = await this.person();
    const { id } = await this.byAdmin('POST', '/platform/tenants', { name: `Torture ${owner.id}`, owner_id: owner.id });
    return { id, owner };
  }

  /**
   * A new member of a tenant, signed in, with these roles; every other one is a member of many other tenants, too. The memberships are
   * put there before anybody has asked about them.
   */
  async member(tenantId, ...roles) {
    const person = await this.person();
    this.#ofMany = !this.#ofMany;
    await this.sql(
      `WITH others AS (SELECT id FROM tenants WHERE type = 'CUSTOMER' AND id <> $1 ORDER BY created_at DESC LIMIT $3 FOR KEY SHARE SKIP LOCKED)
       INSERT INTO memberships (tenant_id, user_id) SELECT $1::uuid, $2::uuid UNION ALL SELECT id, $2 FROM others`,
      [tenantId, person.id, this.#ofMany ? MANY_TENANTS : 0],
    );
    for (const role_name of roles) await this.byAdmin('POST', `/tenants/roles/${tenantId}/users/${person.id}/roles`, { role_name });
    return this.signedIn(person);
  }

  /** A connection for each, since PostgreSQL may be gone. */
  async sql(text, values) {
    for (const end = this.history.now() + patience(PATIENCE_MS); this.history.now() < end; await sleep(100)) {
      const client = new Client({ host: '127.0.0.1', port: this.postgres.port, user: 'owner', database: 'postgres', connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return (await client.query(text, values)).rows;
      } catch (error) {
        // 57P…: it is going down or coming up; 08…, none: the connection is gone; 53…: there is none left; 25006: it takes no writes.
        if (error.code !== undefined && !/^(57P|08|ECONN|53|25006)/.test(error.code)) throw error;
      } finally {
        await client.end().catch(() => undefined);
      }
    }
    throw new SceneFault('PostgreSQL was away for too long');
  }

  /** Whether a question was answered; undefined where nobody could. A question that was refused is put wrongly. */
  told(answer) {
    if (answer && answer.status !== 200 && answer.status !== 503) this.history.wrong(`a question was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    return answer?.status === 200 ? true : undefined;
  }

  active(name, { token, id, sid }, { ofApplication = false } = {}) {
    return this.#claim(name, { token, ofApplication }, { of: [id, sid] });
  }

  /** The same, asked for with the token itself: what that needs of the cache, a node reads and offers in one go. */
  getsIn(name, { token, id, sid }) {
    const asks = async (node) => {
      const answer = await this.history.ask(node, 'GET', '/api/v1/me', { token });
      return answer?.status === 401 ? false : this.told(answer);
    };
    return this.history.claim(name, asks, { of: [id, sid] });
  }

  /** The permission itself, in a tenant or on the platform. */
  may(name, { token, id, sid }, tenantId, permission) {
    return this.#claim(name, { token, tenantId, permission }, { grant: true, of: [id, sid, ...(tenantId ? [tenantId] : [])] });
  }

  /** Something that an introspection is asked about: alone at one door after another, and by `askAll` among others. */
  #claim(name, about, options) {
    const doors = doorsOf(about);
    const asks = async (node) => {
      const { method, path, options: sent, question } = doors[(this.#turn += 1) % doors.length];
      const answer = await this.history.ask(node, method, path, { ...sent, key: await this.key() });
      return question ? this.told(answer) && this.#says(question, answer.body, node) : this.#letsThrough(answer);
    };
    return Object.assign(this.history.claim(name, asks, options), { questions: questionsOf(about) });
  }

  /** One request for all of these questions. Some ask for an answer that knows of the end. */
  async askAll(questions, node) {
    const key = await this.key();
    const asked = questions.map((question) => {
      const { claim: { epoch }, body } = question;
      return epoch !== undefined && (this.#turn += 1) % EPOCH_EVERY === 0 ? { ...question, body: { ...body, min_epoch: epoch } } : question;
    });
    const asks = async () => {
      const answer = await this.history.ask(node, 'POST', BATCH, { body: { tokens: asked.map(({ body }) => body) }, key });
      if (!this.told(answer)) return asked.map(() => undefined);
      const { results } = answer.body;
      this.history.counts.batches += 1;
      this.history.counts.inBatches += results.length;
      if (results.length !== asked.length) this.history.wrong(`${asked.length} questions at once had ${results.length} answers`);
      return asked.map((question, i) => this.#says(question, results[i], node));
    };
    return this.history.checkAll(asked.map(({ claim }) => claim), node, asks);
  }

  #says({ body, says }, answer, node) {
    const fault = faultOf(body, answer);
    if (fault === undefined) return says(answer);
    this.history.wrong(`an answer of ${node.name} ${fault}: ${JSON.stringify({ ...body, token: '…' })}: ${JSON.stringify(answer)?.slice(0, 400)}`);
    return undefined;
  }

  /** Forward authentication: 401 for a token that does not stand, 403 for one that may not. A key that does not stand has a challenge of its own. */
  #letsThrough(answer) {
    const refused = answer?.status === 403 || (answer?.status === 401 && !/^basic/i.test(answer.headers['www-authenticate'] ?? ''));
    return refused ? false : this.told(answer);
  }

  /** An application that shows a secret may ask about tokens. */
  secretWorks(name, headers, id) {
    const asks = async (node) => {
      const answer = await this.history.ask(node, 'POST', '/oauth2/introspect', { form: { token: 'nobody-has-this-token' }, headers });
      return answer?.status === 401 ? false : this.told(answer);
    };
    return this.history.claim(name, asks, { of: [id] });
  }

  /** Every door asks for the key first. */
  keyWorks(name, key, { token, id, sid }) {
    const doors = keyDoors(token);
    const asks = async (node) => {
      const { method, path, options } = doors[(this.#turn += 1) % doors.length];
      const answer = await this.history.ask(node, method, path, { ...options, key });
      return answer?.status === 401 ? false : this.told(answer);
    };
    return this.history.claim(name, asks, { of: [id, sid] });
  }
}
