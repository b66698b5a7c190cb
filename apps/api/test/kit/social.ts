import type { FakePerson, FakeProvider, ProviderKind } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { call, newAddress, type Answer, type Tokens } from './person.js';

export type SocialAnswer = Tokens & {
  readonly code?: string;
  readonly user: { readonly id: string; readonly email: string | null; readonly pending_email: string | null; readonly auth_strategies: string[] };
  readonly is_new_user: boolean;
  readonly provider: string;
  readonly account?: { readonly id: string };
};

export type BrowserAnswer = Answer<SocialAnswer> & { readonly location: string };

const DIRECTORY = '9188040d-6c67-4c5b-b112-36a304b66dad';
let subjects = 1000;

export interface Person {
  readonly id: number;
  readonly email: string;
  readonly person: FakePerson;
}

/** The same person at all providers, with a proven address where the provider proves any. */
export function someone(email = newAddress('social'), verified: unknown = true): Person {
  subjects += 1;
  const [id, sub, oid] = [subjects, String(110_000_000_000_000 + subjects), `00000000-0000-4000-8000-${String(subjects).padStart(12, '0')}`];
  const names = { name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace', picture: 'https://pictures.test/ada.png' };
  return {
    id,
    email,
    person: {
      google: { sub, email, hd: email.split('@')[1], ...(verified === 'absent' ? {} : { email_verified: verified }), ...names },
      github: {
        user: { id, login: `ada${id}`, name: names.name, avatar_url: names.picture, email },
        emails: [
          { email: `other.${email}`, primary: false, verified: true },
          { email, primary: true, verified },
        ],
      },
      microsoft: { sub: `pairwise-${sub}`, tid: DIRECTORY, oid, email, ...names },
      openid: { sub: `openid-${sub}`, email, ...(verified === 'absent' ? {} : { email_verified: verified }), preferred_username: `ada${id}`, ...names },
    },
  };
}

/** A browser: keeps the cookies of the service, follows no redirect by itself. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly test: TestApp,
    private readonly provider: FakeProvider,
  ) {}

  /** What it keeps under that name. */
  cookie(name: string): string {
    return this.cookies.get(name) ?? '';
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<BrowserAnswer> {
    return this.request(path, { headers });
  }

  /** As a page of the service itself posts. */
  post(path: string, body: object): Promise<BrowserAnswer> {
    return this.request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  private async request(path: string, { headers, ...init }: { readonly method?: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string }): Promise<BrowserAnswer> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(`${this.test.url}${path}`, { redirect: 'manual', ...init, headers: { ...(cookie ? { cookie } : {}), ...headers } });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text.startsWith('{') ? JSON.parse(text) : text) as SocialAnswer, location: response.headers.get('location') ?? '' };
  }

  /** To the provider: the URL that the service sends the browser to. */
  async start(kind: ProviderKind, query: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await this.get(`/api/v1/auth/oauth/${kind}/login?${new URLSearchParams(query).toString()}`);
    if (answer.status !== 302) throw new Error(`the login answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.location;
  }

  /** Back from the provider. */
  back(url: URL): ReturnType<Browser['get']> {
    return this.get(url.pathname + url.search);
  }

  /** There and back. */
  async signIn(kind: ProviderKind, { person }: Person, query: Readonly<Record<string, string>> = {}): ReturnType<Browser['get']> {
    return this.back(this.provider.approve(await this.start(kind, query), person));
  }

  /** The URL that a signed-in user who wants to link is answered. */
  async askToLink(kind: ProviderKind, accessToken: string, query: Readonly<Record<string, string>> = {}): Promise<BrowserAnswer & { readonly url: URL | null }> {
    const answer = await this.get(`/api/v1/auth/oauth/${kind}/link?${new URLSearchParams(query).toString()}`, { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' });
    const { authorization_url: url } = answer.body as unknown as { authorization_url?: string };
    return { ...answer, url: url === undefined ? null : new URL(url) };
  }

  /** There and back for a signed-in user who wants to link. */
  async link(kind: ProviderKind, { person }: Person, accessToken: string): ReturnType<Browser['get']> {
    const answer = await this.askToLink(kind, accessToken);
    if (!answer.url) return answer;
    return this.back(this.provider.approve((await this.back(answer.url)).location, person));
  }
}

export function exchange(test: TestApp, code: string): Promise<Answer<SocialAnswer>> {
  return call(test, 'POST', '/auth/oauth/exchange', { code });
}
