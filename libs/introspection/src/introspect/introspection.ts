import type { RefusedAt } from '@authengine/contracts';
import { eventual, followed, given, later, mapped, type ApplicationId, type Taking } from '@authengine/kernel';
import { VersionedCache, type CachedValue } from '@authengine/persistence';
import type { Glance, Place } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ServiceAdmission } from '../client/service-admission.js';
import { LiveServiceKeys, type KeyGlance, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { ApplicationHolders, type ApplicationHolder } from './application-holders.js';
import { AskedPlaces, tenantAskedFor, type AskedPlace } from './asked-places.js';
import { INACTIVE, IntrospectionAnswers } from './introspection-answers.js';
import type { Question } from './question.js';
import { TokenHolders, type TokenHolder } from './token-holders.js';

/** Whether a token is valid, and what it allows (RFC 7662). Refusals come first, and all have the same answer. */
@Injectable()
export class Introspection {
  constructor(
    private readonly admission: ServiceAdmission,
    private readonly keys: LiveServiceKeys,
    private readonly holders: TokenHolders,
    private readonly applications: ApplicationHolders,
    private readonly places: AskedPlaces,
    private readonly answers: IntrospectionAnswers,
    private readonly cache: VersionedCache,
  ) {}

  /**
   * The JSON answer to one question, in one round trip to the cache. The key comes first: without a valid one the caller learns
   * nothing about the question. Fails with IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited, and what is wrong with
   * the question.
   */
  answer(credential: PresentedCredential, ask: Taking<Question>): Taking<string> {
    return this.asService(credential, undefined, ask, (call, question) => this.answerOne(call, question));
  }

  /** As `answer`, for several, in their order and still in one round trip. */
  answerAll(credential: PresentedCredential, where: RefusedAt, ask: Taking<readonly Question[]>): Taking<readonly string[]> {
    return this.asService(credential, where, ask, (call, questions) => this.answerTogether(call, questions));
  }

  /** For an application: about an access token that it was given itself, and no other. Of organizations it is told the one that the token is for. */
  async ofOwn(token: string, applicationId: ApplicationId): Promise<string> {
    const holder = await this.applications.find(token);
    if (holder?.facts.clientId !== applicationId) return INACTIVE;
    const answer = await this.sayOfApplication(holder, WHOLE, UNRESTRICTED);
    const { tenant_ids, tenant_permissions: _, ...told } = JSON.parse(answer) as Record<string, unknown>;
    return JSON.stringify({ ...told, ...(told['tenant_id'] === undefined || tenant_ids === undefined ? {} : { tenant_ids }) });
  }

  /** What `answer` says to what is asked, once that is there. The key's verdict comes first, also where nothing valid is asked. */
  private asService<Q, A>(credential: PresentedCredential, where: RefusedAt | undefined, ask: Taking<Q>, answer: (call: Call, asked: Q) => Taking<A>): Taking<A> {
    const presented = this.keys.present(credential);
    if (!presented) return later(() => this.admission.refusal(where).then(raise));
    const answered = (call: Call): Taking<A> =>
      followed(
        ask,
        (asked) => answer(call, asked),
        (fault) => later(() => this.admit(call).then(() => raise(fault))),
      );
    const call: Call = { presented, credential, where };
    if (presented.familiar) return answered(call);
    // Of a key that this process does not know, nobody's body is waited for; it may have ended when the body is there.
    return followed(later(() => this.admit(call)), () => answered({ ...call, presented: this.keys.present(credential) ?? presented }));
  }

  /** As `answerTogether`, without lists, for what nearly every question is about: a session's token that the cache may answer. */
  private answerOne(call: Call, question: Question): Taking<string> {
    const ofKey = this.cache.includes(question.minEpoch) ? this.keys.glance(call.presented) : undefined;
    const claims = ofKey && this.holders.verify(question.token);
    const ofToken = claims ? this.holders.glance(claims) : undefined;
    if (!ofKey || !ofToken) return mapped(this.answerTogether(call, [question]), only);
    return followed(this.cache.take(ofKey.keys.concat(ofToken.keys)), (entries) => {
      const key = this.admitted(call, ofKey, entries);
      if (!key || !entries) return mapped(later(() => this.answerInTurn(call, [question])), only);
      const holder = ofToken.judge(entries, ofKey.keys.length);
      if (holder === undefined) return mapped(later(async () => this.say({ key, asked: await this.findAll([question]) })), only);
      return eventual(this.sayOne({ question, holder }, key));
    });
  }

  /**
   * For a key that was valid when last seen: its cache entries and those of the tokens are read together, in one round trip. What
   * they are not enough for is read one by one. The key's verdict comes first.
   */
  private answerTogether(call: Call, questions: readonly Question[]): Taking<readonly string[]> {
    const ahead = this.aheadOfCache(questions);
    const ofKey = this.keys.glance(call.presented);
    if (!ofKey) return later(() => this.answerInTurn(call, questions));
    const looked = questions.map(({ token }) => this.glance(token));
    const glanced = looked.some((glance) => glance instanceof Promise) ? later(() => Promise.all(looked.map(async (glance) => glance))) : given(looked as (Glance<Holder> | undefined)[]);
    return followed(glanced, (ofTokens) => this.answerGlanced(call, questions, ahead, ofKey, ofTokens));
  }

  private answerGlanced(call: Call, questions: readonly Question[], ahead: readonly Question[], ofKey: KeyGlance, ofTokens: readonly (Glance<Holder> | undefined)[]): Taking<readonly string[]> {
    const keys = [...ofKey.keys];
    for (const glance of ofTokens) if (glance) keys.push(...glance.keys);
    return followed(this.cache.take(keys), (entries) => {
      const key = this.admitted(call, ofKey, entries);
      if (!key || !entries) return later(() => this.answerInTurn(call, questions));
      let next = ofKey.keys.length;
      const found = ofTokens.map((glance) => {
        const from = next;
        next += glance?.keys.length ?? 0;
        return glance?.judge(entries, from);
      });
      if (found.includes(undefined)) return later(async () => this.sayAll(call, { key, ahead, asked: await this.findAll(questions, found) }));
      return eventual(this.sayAll(call, { key, ahead, asked: questions.map((question, i) => ({ question, holder: found[i] ?? null })) }));
    });
  }

  /** The key, when these entries are enough to let its service in. */
  private admitted({ credential }: Call, ofKey: KeyGlance, entries: readonly (CachedValue | null)[] | undefined): LiveServiceKey | undefined {
    const key = entries && ofKey.judge(entries);
    return key && this.admission.admitFound(key, credential) ? key : undefined;
  }

  /** Where the cache is not enough for the key. */
  private async answerInTurn(call: Call, questions: readonly Question[]): Promise<readonly string[]> {
    const key = await this.admit(call);
    const ahead = this.aheadOfCache(questions);
    return this.sayAll(call, { key, ahead, asked: await this.findAll(questions) });
  }

  private sayAll(call: Call, read: Read): readonly string[] | Promise<readonly string[]> {
    const said = this.say(read);
    return read.ahead.length === 0 ? said : this.sayAhead(call, read, said);
  }

  /** The questions whose answer must include more than the cache may have are answered by Postgres, also about the key. */
  private async sayAhead(call: Call, { asked, ahead }: Read, said: readonly string[] | Promise<readonly string[]>): Promise<readonly string[]> {
    const answers = await said;
    const again = await this.cache.fromPostgres(async () => this.say({ key: await this.admit(call), asked: await this.findAll(ahead) }));
    return asked.map(({ question }, i) => again[ahead.indexOf(question)] ?? answers[i] ?? INACTIVE);
  }

  /** Those that the cache may not include yet, which is decided before it is read. */
  private aheadOfCache(questions: readonly Question[]): readonly Question[] {
    return questions.filter(({ minEpoch }) => !this.cache.includes(minEpoch));
  }

  private admit({ presented, credential, where }: Call): Promise<LiveServiceKey> {
    return this.admission.admit(presented, credential, where);
  }

  private find(token: unknown): Promise<Holder | null> {
    const claims = this.holders.verify(token);
    return claims ? this.holders.of(claims) : this.applications.find(token);
  }

  /** Undefined when this process keeps nothing of the user. Without a promise for a session's token. */
  private glance(token: unknown): Glance<Holder> | undefined | Promise<Glance<Holder> | undefined> {
    const claims = this.holders.verify(token);
    return claims ? this.holders.glance(claims) : this.applications.glance(token);
  }

  /** Those that are not found yet. */
  private findAll(questions: readonly Question[], found: readonly (Holder | null | undefined)[] = []): Promise<Asked[]> {
    return Promise.all(
      questions.map(async (question, i) => {
        const holder = found[i];
        return { question, holder: holder === undefined ? await this.find(question.token) : holder };
      }),
    );
  }

  private say({ key, asked }: Pick<Read, 'key' | 'asked'>): readonly string[] | Promise<readonly string[]> {
    const answers = asked.map((one) => this.sayOne(one, key));
    const ready = answers.filter((answer) => typeof answer === 'string');
    return ready.length === answers.length ? ready : Promise.all(answers.map(async (answer) => answer));
  }

  /** Without a promise, unless the place must be looked up: a batch has a hundred of them. */
  private sayOne({ question, holder }: Asked, key: LiveServiceKey): string | Promise<string> {
    if (!holder) return INACTIVE;
    if ('facts' in holder) return this.sayOfApplication(holder, question, key);
    const inPlace = (asked: AskedPlace): string => (asked.kind === 'closed' ? INACTIVE : this.answers.active(holder, asked.place, key, question));
    const asked = this.places.find(question.tenantId, key, holder);
    return asked instanceof Promise ? asked.then(inPlace) : inPlace(asked);
  }

  /**
   * Of a token of an application: what its user may do within its scopes, where the application is for that user. One that
   * belongs to a tenant has its say in that tenant alone, whatever else its user may do elsewhere.
   */
  private async sayOfApplication({ facts, user }: ApplicationHolder, question: Question, key: LiveServiceKey): Promise<string> {
    const about = tenantAskedFor(question.tenantId, key.tenantId, facts.tenantId ?? undefined);
    const atHome = about.kind === 'tenant' && about.tenantId === facts.tenantId;
    if (facts.tenantId !== null && !atHome) return INACTIVE;
    if (user === null) return atHome || about.kind === 'platform' ? this.answers.ofOwnToken(facts, question, key) : INACTIVE;
    for (const tenantId of [facts.tenantId, facts.organizationId]) {
      if (tenantId !== null && (await this.places.find(tenantId, { tenantId: null }, { claims: user.claims, access: user.wholeAccess })).kind === 'closed') return INACTIVE;
    }
    const asked = await this.places.find(question.tenantId, key, user);
    return asked.kind === 'closed' || isElsewhere(facts, asked.place) ? INACTIVE : this.answers.within(facts, user, asked.place, key, question);
  }
}

/** A token that was given for one organization says nothing about any other. */
function isElsewhere({ organizationId }: ApplicationHolder['facts'], place: Place): boolean {
  return organizationId !== null && place !== null && place.tenantId !== organizationId;
}

const WHOLE = { token: null, tenantId: null, permissions: null, decisionOnly: false, minEpoch: 0 } as const;
/** An application sees what its own token gives. */
const UNRESTRICTED: LiveServiceKey = { keyId: '' as LiveServiceKey['keyId'], tenantId: null, restriction: null, required: [], serviceName: '' };

function raise(error: unknown): never {
  throw error;
}

function only([answer = INACTIVE]: readonly string[]): string {
  return answer;
}

/** Whose token it is: a session's, or an application's. */
type Holder = TokenHolder | ApplicationHolder;

interface Call {
  readonly presented: PresentedKey;
  readonly credential: PresentedCredential;
  readonly where: RefusedAt | undefined;
}

interface Asked {
  readonly question: Question;
  readonly holder: Holder | null;
}

interface Read {
  readonly key: LiveServiceKey;
  readonly asked: readonly Asked[];
  /** The questions that only Postgres may answer. */
  readonly ahead: readonly Question[];
}
