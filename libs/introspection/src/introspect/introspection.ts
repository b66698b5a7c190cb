import type { RefusedAt } from '@authengine/contracts';
import { Copies } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ServiceAdmission } from '../client/service-admission.js';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { AskedPlaces, type AskedPlace } from './asked-places.js';
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
    private readonly places: AskedPlaces,
    private readonly answers: IntrospectionAnswers,
    private readonly copies: Copies,
  ) {}

  /**
   * The JSON answer. The key comes first: without a valid one the caller learns nothing about the question.
   * @throws IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited, and what `ask` throws
   */
  async answer(credential: PresentedCredential, ask: () => Promise<Question>): Promise<string> {
    const [answer = INACTIVE] = await this.answerAll(credential, undefined, async () => [await ask()]);
    return answer;
  }

  /**
   * The JSON answers to several questions, in their order, each like the one of `answer`, in one round trip to the copies.
   * @throws as `answer`
   */
  async answerAll(credential: PresentedCredential, where: RefusedAt | undefined, ask: () => Promise<readonly Question[]>): Promise<readonly string[]> {
    const presented = this.keys.present(credential.secret);
    if (!presented) throw await this.admission.refusal(where);
    const call: Call = { presented, credential, where };
    let ahead: readonly Question[] = [];
    const asked = async (): Promise<readonly Question[]> => {
      const questions = await ask();
      // Decided before the copies are read.
      ahead = questions.filter(({ minEpoch }) => !this.copies.includes(minEpoch));
      return questions;
    };
    const read = await (presented.familiar ? this.readTogether(call, asked) : this.readInTurn(call, asked));
    const answers = await this.say(read);
    if (ahead.length === 0) return answers;
    const again = await this.copies.fromPostgres(async () => this.say(await this.readInTurn(call, () => Promise.resolve(ahead))));
    return read.asked.map(({ question }, i) => again[ahead.indexOf(question)] ?? answers[i] ?? INACTIVE);
  }

  /**
   * For a key that was valid when last seen: its copies and those of the tokens are read together, in one round trip. What
   * they are not enough for is read one by one. The key's verdict comes first.
   */
  private async readTogether(call: Call, ask: () => Promise<readonly Question[]>): Promise<Read> {
    let questions: readonly Question[];
    try {
      questions = await ask();
    } catch (error) {
      await this.admit(call);
      throw error;
    }
    const ofKey = this.keys.glance(call.presented);
    const ofTokens = questions.map(({ token }) => this.holders.glance(token));
    const copies = ofKey && (await this.copies.read([...ofKey.keys, ...ofTokens.flatMap((glance) => glance?.keys ?? [])]));
    const key = copies && ofKey.judge(copies);
    if (!key || !this.admission.admitFound(key, call.credential)) return this.readInTurn(call, () => Promise.resolve(questions));
    let from = ofKey.keys.length;
    const glanced = ofTokens.map((glance) => glance?.judge(copies.slice(from, (from += glance.keys.length))));
    if (!glanced.includes(undefined)) return { key, asked: questions.map((question, i) => ({ question, holder: glanced[i] ?? null })) };
    return { key, asked: await this.findAll(questions, glanced) };
  }

  /** For a key that this process does not know: its verdict comes before the body is read. */
  private async readInTurn(call: Call, ask: () => Promise<readonly Question[]>): Promise<Read> {
    const key = await this.admit(call);
    return { key, asked: await this.findAll(await ask()) };
  }

  private admit({ presented, credential, where }: Call): Promise<LiveServiceKey> {
    return this.admission.admit(presented, credential, where);
  }

  /** Those that are not found yet. */
  private findAll(questions: readonly Question[], found: readonly (TokenHolder | null | undefined)[] = []): Promise<Asked[]> {
    return Promise.all(
      questions.map(async (question, i) => {
        const holder = found[i];
        return { question, holder: holder === undefined ? await this.holders.find(question.token) : holder };
      }),
    );
  }

  private say({ key, asked }: Read): readonly string[] | Promise<readonly string[]> {
    const answers = asked.map((one) => this.sayOne(one, key));
    const ready = answers.filter((answer) => typeof answer === 'string');
    return ready.length === answers.length ? ready : Promise.all(answers.map(async (answer) => answer));
  }

  /** Without a promise, unless the place must be looked up: a batch has a hundred of them. */
  private sayOne({ question, holder }: Asked, key: LiveServiceKey): string | Promise<string> {
    if (!holder) return INACTIVE;
    const inPlace = (asked: AskedPlace): string => (asked.kind === 'closed' ? INACTIVE : this.answers.active(holder, asked.place, key, question));
    const asked = this.places.find(question.tenantId, key, holder);
    return asked instanceof Promise ? asked.then(inPlace) : inPlace(asked);
  }
}

interface Call {
  readonly presented: PresentedKey;
  readonly credential: PresentedCredential;
  readonly where: RefusedAt | undefined;
}

interface Asked {
  readonly question: Question;
  readonly holder: TokenHolder | null;
}

interface Read {
  readonly key: LiveServiceKey;
  readonly asked: readonly Asked[];
}
