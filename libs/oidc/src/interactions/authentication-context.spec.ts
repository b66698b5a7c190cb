import { authenticationContext, renewedContext, type ShownFactors } from './authentication-context.js';

const ONE = 'urn:authengine:acr:1fa';
const TWO = 'urn:authengine:acr:2fa';

describe('what an application is told of a sign-in', () => {
  it.each<[ShownFactors, string[], string]>([
    [{ strategy: 'email_password' }, ['pwd'], ONE],
    [{ strategy: 'magic_link' }, [], ONE],
    [{ strategy: 'gitlab', second: 'code' }, ['otp', 'mfa'], TWO],
    [{ strategy: 'email_password', second: 'code' }, ['pwd', 'otp', 'mfa'], TWO],
    [{ strategy: 'email_password', second: 'device_bound' }, ['pwd', 'hwk', 'user', 'mfa'], TWO],
    [{ strategy: 'email_password', second: 'synced' }, ['pwd', 'swk', 'user', 'mfa'], TWO],
    [{ strategy: 'webauthn', passkey: 'device_bound' }, ['hwk', 'user', 'mfa'], TWO],
    [{ strategy: 'webauthn', passkey: 'synced' }, ['swk', 'user', 'mfa'], TWO],
  ])('%j: amr %j, acr %s', (shown, amr, acr) => {
    expect(authenticationContext(shown)).toEqual({ amr, acr });
  });

  it('names no key that was not shown when somebody proves again who they are', () => {
    expect(renewedContext('webauthn', { password: false, code: true })).toEqual({ amr: ['otp', 'mfa'], acr: TWO });
    expect(renewedContext('webauthn', { password: true, code: false })).toEqual({ amr: ['pwd'], acr: ONE });
  });
});
