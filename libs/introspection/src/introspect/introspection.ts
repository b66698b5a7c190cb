import type { RefusedAt } from '@authengine/contracts';
import { Copies } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ServiceAdmission } from '../client/service-admission.js';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { AskedPlaces } from './asked-places.js';
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
    const presented = this.keys.present(credential.secret);
    if (!presented) throw await this.admission.refusal();
    let ahead = false;
    const asked = async (): Promise<Question> => {
      const question = await ask();
      // Decided before the copies are read.
      ahead = !this.copies.includes(question.minEpoch);
      return question;
    };
    const read = presented.familiar ? await this.readTogether(presented, credential, asked) : await this.readInTurn(presented, credential, asked);
    if (!ahead) return this.say(read);
    return this.copies.fromPostgres(async () => this.say(await this.readInTurn(presented, credential, () => Promise.resolve(read.question))));
  }

  /**
   * The JSON answers to several questions, in their order, each like the one of `answer`. The copies of the key and of all
   * tokens are read in one turn of the event loop, so in one round trip.
   * @throws as `answer`
   */
  async answerAll(credential: PresentedCredential, where: RefusedAt, ask: () => Promise<readonly Question[]>): Promise<string[]> {
    const presented = this.keys.present(credential.secret);
    if (!presented) throw await this.admission.refusal(where);
    const ahead = new Set<Question>();
    const asked = async (): Promise<readonly Question[]> => {
      const questions = await ask();
      // Decided before the copies are read.
      for (const question of questions) if (!this.copies.includes(question.minEpoch)) ahead.add(question);
      return questions;
    };
    const said = await this.sayAll(presented, credential, where, asked);
    const again = ahead.size === 0 ? [] : await this.copies.fromPostgres(() => this.sayAll(presented, credential, where, () => Promise.resolve([...ahead])));
    const now = new Map(again.map(({ question, answer }) => [question, answer]));
    return said.map(({ question, answer }) => now.get(question) ?? answer);
  }

  private async sayAll(presented: PresentedKey, credential: PresentedCredential, where: RefusedAt, ask: () => Promise<readonly Question[]>): Promise<Said[]> {
    const { key, found } = await this.admission.admitWith(presented, credential, where, { ask, work: (questions) => this.findAll(questions) });
    return Promise.all(found.map(async ({ question, holder }) => ({ question, answer: await this.say({ key, question, holder }) })));
  }

  private findAll(questions: readonly Question[]): Promise<Asked[]> {
    return Promise.all(questions.map(async (question) => ({ question, holder: await this.holders.find(question.token) })));
  }

  private async say({ key, question, holder }: Read): Promise<string> {
    if (!holder) return INACTIVE;
    const asked = await this.places.find(question.tenantId, key, holder);
    return asked.kind === 'closed' ? INACTIVE : this.answers.active(holder, asked.place, key, question);
  }

  /** For a key that this process does not know: its verdict comes before the body is read. */
  private async readInTurn(presented: PresentedKey, credential: PresentedCredential, ask: () => Promise<Question>): Promise<Read> {
    const key = await this.admission.admit(presented, credential);
    const question = await ask();
    return { key, question, holder: await this.holders.find(question.token) };
  }

  /**
   * For a key that was valid when last seen: its copies and those of the token are read together, in one round trip. When
   * they are not enough, key and token are read one after the other. The key's verdict comes first.
   */
  private async readTogether(presented: PresentedKey, credential: PresentedCredential, ask: () => Promise<Question>): Promise<Read> {
    let question: Question;
    try {
      question = await ask();
    } catch (error) {
      await this.admission.admit(presented, credential);
      throw error;
    }
    const ofKey = this.keys.glance(presented);
    const ofToken = this.holders.glance(question.token);
    const copies = ofKey && ofToken && (await this.copies.read([...ofKey.keys, ...ofToken.keys]));
    const glanced = copies && ofKey.judge(copies);
    const holder = copies && ofToken.judge(copies.slice(ofKey.keys.length));
    if (glanced && holder !== undefined && this.admission.admitFound(glanced, credential)) return { key: glanced, question, holder };
    const key = await this.admission.admit(presented, credential);
    return { key, question, holder: await this.holders.find(question.token) };
  }
}

interface Asked {
  readonly question: Question;
  readonly holder: TokenHolder | null;
}

interface Said {
  readonly question: Question;
  /** JSON. */
  readonly answer: string;
}

interface Read extends Asked {
  readonly key: LiveServiceKey;
}
