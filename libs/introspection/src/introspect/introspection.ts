import type { RefusedAt } from '@authengine/contracts';
import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { Copies } from '@authengine/persistence';
import { AccessSnapshots, type Glance, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { isNameOf } from '../client/named-service.js';
import type { PresentedCredential } from '../client/presented-credential.js';
import { ServiceAdmission, setServicePrincipal } from '../client/service-admission.js';
import { LiveServiceKeys, type LiveServiceKey, type PresentedKey } from '../service-keys/live-service-keys.js';
import { INACTIVE, IntrospectionAnswers } from './introspection-answers.js';
import type { Question } from './question.js';
import { TokenHolders, type TokenHolder } from './token-holders.js';

/** Whether a token stands, and what it allows (RFC 7662): refusal first, every reason for it the same answer. */
@Injectable()
export class Introspection {
  constructor(
    private readonly admission: ServiceAdmission,
    private readonly keys: LiveServiceKeys,
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
    private readonly holders: TokenHolders,
    private readonly answers: IntrospectionAnswers,
    private readonly copies: Copies,
  ) {}

  /**
   * The JSON answer. The key comes first: without one that stands nothing is said of the question.
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
   * The JSON answers to several questions, in their order, each what `answer` would say. What is asked of the copies in
   * one turn of the event loop is one round trip: the key's copies and those of all tokens.
   * @throws as `answer`
   */
  async answerAll(credential: PresentedCredential, where: RefusedAt, ask: () => Promise<readonly Question[]>): Promise<string[]> {
    const presented = this.keys.present(credential.secret);
    if (!presented) throw await this.admission.refusal(where);
    let ahead: readonly Question[] | undefined;
    const asked = async (): Promise<readonly Question[]> => {
      const questions = await ask();
      if (!questions.every(({ minEpoch }) => this.copies.includes(minEpoch))) ahead = questions;
      return questions;
    };
    const answers = await this.answersOf(presented, credential, where, asked);
    if (!ahead) return answers;
    const questions = ahead;
    return this.copies.fromPostgres(async () => {
      const key = await this.admission.admit(presented, credential, where);
      return this.aboutAll(await this.findAll(questions), key);
    });
  }

  private async answersOf(presented: PresentedKey, credential: PresentedCredential, where: RefusedAt, ask: () => Promise<readonly Question[]>): Promise<string[]> {
    if (!presented.familiar) {
      const key = await this.admission.admit(presented, credential, where);
      return this.aboutAll(await this.findAll(await ask()), key);
    }
    let found: Promise<Asked[]>;
    try {
      found = this.findAll(await ask());
    } catch (error) {
      await this.admission.admit(presented, credential, where);
      throw error;
    }
    // The key's verdict comes first, whatever becomes of the rest.
    found.catch(() => undefined);
    const key = await this.admission.admit(presented, credential, where);
    return this.aboutAll(await found, key);
  }

  private findAll(questions: readonly Question[]): Promise<Asked[]> {
    return Promise.all(questions.map(async (question) => ({ question, holder: await this.holders.find(question.token) })));
  }

  private aboutAll(asked: readonly Asked[], key: LiveServiceKey): Promise<string[]> {
    return Promise.all(asked.map(async ({ question, holder }) => (holder ? this.about(holder, question, key) : INACTIVE)));
  }

  private say({ key, question, claims, holder }: Read): Promise<string> {
    return claims && holder ? this.about({ claims, ...holder }, question, key) : Promise.resolve(INACTIVE);
  }

  private async about(holder: TokenHolder, question: Question, key: LiveServiceKey): Promise<string> {
    const tenantId = this.holders.tenantFor(question.tenantId, key, holder);
    if (tenantId === 'none') return INACTIVE;
    const place = tenantId === null ? null : await this.holders.placeIn(tenantId, holder.access);
    return place === 'none' ? INACTIVE : this.answers.active(holder, place, key, question);
  }

  /** A key not known to this process: its verdict before a byte of the body is read. */
  private async readInTurn(presented: PresentedKey, credential: PresentedCredential, ask: () => Promise<Question>): Promise<Read> {
    const key = await this.admission.admit(presented, credential);
    const question = await ask();
    const claims = this.tokens.verify(question.token);
    return { key, question, claims, holder: claims && (await this.snapshots.find(claims)) };
  }

  /**
   * A key that held when last seen: its copies and those of what it asks about are read together, in
   * one round trip. Where they do not suffice, one after the other; the key's verdict comes first.
   */
  private async readTogether(presented: PresentedKey, credential: PresentedCredential, ask: () => Promise<Question>): Promise<Read> {
    let question: Question;
    try {
      question = await ask();
    } catch (error) {
      await this.admission.admit(presented, credential);
      throw error;
    }
    const claims = this.tokens.verify(question.token);
    const ofKey = this.keys.glance(presented);
    const ofToken = claims ? this.snapshots.glance(claims) : NOTHING;
    const copies = ofKey && ofToken && (await this.copies.read([...ofKey.keys, ...ofToken.keys]));
    const glanced = copies && ofKey.judge(copies);
    const holder = copies && ofToken.judge(copies.slice(ofKey.keys.length));
    if (glanced && holder !== undefined && isNameOf(glanced, credential.name)) {
      setServicePrincipal(glanced);
      return { key: glanced, question, claims, holder };
    }
    const key = await this.admission.admit(presented, credential);
    return { key, question, claims, holder: claims && (await this.snapshots.find(claims)) };
  }
}

/** A token that is not genuine needs no copies to be refused. */
const NOTHING: Glance = { keys: [], judge: () => null };

interface Asked {
  readonly question: Question;
  readonly holder: TokenHolder | null;
}

interface Read {
  readonly key: LiveServiceKey;
  readonly question: Question;
  readonly claims: AccessTokenClaims | null;
  readonly holder: SessionAccess | null;
}
