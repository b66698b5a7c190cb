import { AccessTokens } from '@authengine/crypto';
import type { UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { bearer, call, type Answer } from './person.js';

/** Someone who is signed in without the detour of a password, and what they ask of the API. */
export interface Actor {
  readonly id: UserId;
  readonly email: string;
  readonly token: string;
  ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
}

export async function actorOf(test: TestApp, id: UserId): Promise<Actor> {
  const { token } = test.app.get(AccessTokens, { strict: false }).sign(await new People(test.dataSource).session(id));
  const [row] = await test.dataSource.query<{ email: string }[]>('SELECT email FROM users WHERE id = $1', [id]);
  return { id, email: row?.email ?? '', token, ask: (method, path, body) => call(test, method, path, body, bearer(token)) };
}

/** A new user with an address of their own, signed in. */
export async function newActor(test: TestApp): Promise<Actor> {
  return actorOf(test, await new People(test.dataSource).user());
}
