import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { isUuid, type SessionId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../keys/key-ring.js';

export interface RefreshTokenContent {
  readonly sessionId: SessionId;
  readonly counter: number;
}

const PREFIX = 'ae_rt_';
const SESSION_BYTES = 16;
const COUNTER_BYTES = 6;
const CONTENT_BYTES = SESSION_BYTES + COUNTER_BYTES;
/** 54 bytes are 72 base64url characters without spare bits: every text of this form is canonical. */
const FORM = /^ae_rt_[A-Za-z0-9_-]{72}$/;
const MAX_COUNTER = 2 ** (8 * COUNTER_BYTES) - 1;

/**
 * Refresh tokens: `ae_rt_` and the base64url of session id, counter and an HMAC-SHA-256 over both. They are derived, so
 * the store keeps nothing that could be used, and the same successor can be given again. The session decides whether
 * the counter is still valid.
 */
@Injectable()
export class RefreshTokens {
  constructor(private readonly keys: KeyRing) {}

  /** The same session and counter always give the same text, until SECRET_KEY changes. */
  issue(sessionId: SessionId, counter: number): string {
    if (!isUuid(sessionId)) throw new TypeError('a session id is a UUID');
    if (!Number.isInteger(counter) || counter < 0 || counter > MAX_COUNTER) throw new RangeError('a refresh counter is a whole number of at most 48 bits');
    const content = Buffer.alloc(CONTENT_BYTES);
    content.write(sessionId.replaceAll('-', ''), 'hex');
    content.writeUIntBE(counter, SESSION_BYTES, COUNTER_BYTES);
    return PREFIX + Buffer.concat([content, mac(this.keys.derivedKey('refresh-token').key, content)]).toString('base64url');
  }

  /** The content of a token that was issued here; null for any other value of any type. Never throws. */
  read(token: unknown): RefreshTokenContent | null {
    if (typeof token !== 'string' || !FORM.test(token)) return null;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    const content = bytes.subarray(0, CONTENT_BYTES);
    const given = bytes.subarray(CONTENT_BYTES);
    if (!this.keys.derivedKeys('refresh-token').some(({ key }) => timingSafeEqual(mac(key, content), given))) return null;
    return { sessionId: toSessionId(content), counter: content.readUIntBE(SESSION_BYTES, COUNTER_BYTES) };
  }
}

function mac(key: KeyObject, content: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

function toSessionId(content: Buffer): SessionId {
  return content.toString('hex', 0, SESSION_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as SessionId;
}
