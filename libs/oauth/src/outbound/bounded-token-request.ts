import type { Leg } from './leg.js';
import { tokensOf } from './token-answer.js';

type Done = (error?: Error | null, value?: unknown) => void;

/** The request for tokens in place of the `oauth` package's, which has no timeout and no bound. */
export function boundedTokenRequest(leg: Leg, crashed: (error: unknown) => void) {
  return (method: string, url: string, headers: Readonly<Record<string, string>>, body: string, _token: unknown, done: Done): void => {
    const answered = leg.http.request({ method, url, headers, body }).then(tokensOf);
    void answered.then((tokens) => { done(null, JSON.stringify(tokens)); }, (error: unknown) => { done(error as Error); }).catch(crashed);
  };
}
