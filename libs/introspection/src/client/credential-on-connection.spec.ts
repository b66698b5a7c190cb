import { Socket } from 'node:net';
import { credentialOnConnection, formOnConnection } from './credential-on-connection.js';

const KEY = `ae_sk_${'a'.repeat(64)}`;
const OTHER = `ae_sk_${'b'.repeat(64)}`;
const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
const on = (socket: Socket, headers: Record<string, string>, rawHeaders = Object.entries(headers).flat()) => credentialOnConnection({ headers, rawHeaders, socket });

describe('what a service presents on a connection', () => {
  const socket = new Socket();
  afterAll(() => socket.destroy());

  it('is taken apart once while it says the same', () => {
    const first = on(socket, { authorization: basic(`billing:${KEY}`) });
    expect(first).toEqual({ scheme: 'basic', secret: KEY, name: 'billing' });
    expect(on(socket, { authorization: basic(`billing:${KEY}`) })).toBe(first);
    expect(on(socket, { 'x-api-key': KEY })).toBe(on(socket, { 'x-api-key': KEY }));
  });

  it('is what this request says, whatever came before', () => {
    const said: [Record<string, string>, string | undefined][] = [
      [{ 'x-api-key': KEY }, KEY],
      [{ 'x-api-key': OTHER }, OTHER],
      [{}, undefined],
      [{ 'x-api-key': KEY }, KEY],
      [{ authorization: `Bearer ${OTHER}` }, OTHER],
      [{ authorization: basic(`:${KEY}`) }, KEY],
      [{ authorization: basic(`:${KEY}`), 'x-api-key': KEY }, KEY],
      [{ authorization: 'Digest x' }, undefined],
    ];
    for (const [headers, secret] of [...said, ...said]) expect(on(socket, headers).secret).toBe(secret);
    expect(() => on(socket, { authorization: basic(`:${KEY}`), 'x-api-key': OTHER })).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it('is the same in forms, while they say the same', () => {
    const form = (secret: string, id: string): ReturnType<typeof formOnConnection> => formOnConnection({ socket }, new Map([['client_secret', [secret]], ['client_id', [id]]]));
    const first = form(KEY, 'billing');
    expect(first).toEqual({ scheme: 'form', secret: KEY, name: 'billing' });
    expect(form(KEY, 'billing')).toBe(first);
    expect([form(OTHER, 'billing').secret, form(KEY, 'shipping').name, form(KEY, 'billing').secret]).toEqual([OTHER, 'shipping', KEY]);
    expect(formOnConnection({ socket }, new Map([['client_id', ['billing']]])).secret).toBeUndefined();
  });

  it('is no such thing when the same Authorization comes twice, also after one that came once', () => {
    const authorization = `Bearer ${KEY}`;
    expect(on(socket, { authorization }).secret).toBe(KEY);
    for (let i = 0; i < 2; i += 1) expect(on(socket, { authorization }, ['Authorization', authorization, 'AUTHORIZATION', authorization]).secret).toBeNull();
    expect(on(socket, { authorization }).secret).toBe(KEY);
  });
});
