import { loadSettings } from '@authengine/config';
import fc from 'fast-check';
import { PasswordPolicy, type PasswordContext, type PasswordRule } from './password-policy.js';

const settings = loadSettings({ SECRET_KEY: 's'.repeat(32), JWT_SECRET_KEY: 'j'.repeat(32), SUPERADMIN_PASSWORD: 'irrelevant-here', APP_NAME: 'Acme Login' });
const policy = new PasswordPolicy(settings);
const broken = (password: string, context?: PasswordContext): PasswordRule[] => policy.violations(password, context).map(({ rule }) => rule);

describe('PasswordPolicy', () => {
  it('PW-01 asks for eight characters', () => {
    expect(broken('xq7-vzp')).toEqual(['too_short']);
    expect(broken('xq7-vzpk')).toEqual([]);
  });

  it('PW-02 takes 64 characters with spaces, and up to 128', () => {
    expect(broken('zq xv '.repeat(10) + 'wjkp')).toEqual([]);
    expect(broken('zqxv'.repeat(32))).toEqual([]);
    expect(broken(`${'zqxv'.repeat(32)}w`)).toEqual(['too_long']);
  });

  it('PW-04 counts code points, not UTF-16 units or bytes', () => {
    expect(broken('😀🙈🦊🌵🍋🎻🛶')).toEqual(['too_short']);
    expect(broken('😀🙈🦊🌵🍋🎻🛶🧭')).toEqual([]);
    expect(broken('😀'.repeat(24))).toEqual([]);
    expect(broken('😀'.repeat(128))).toEqual([]);
    expect(broken('😀'.repeat(129))).toEqual(['too_long']);
  });

  it('PW-06 counts the composed form', () => {
    expect(broken('e\u0301'.repeat(7))).toEqual(['too_short']);
    expect(broken('e\u0301'.repeat(128))).toEqual([]);
  });

  it('PW-05 refuses NUL and lone surrogates', () => {
    expect(broken('abc\u0000defgh1')).toEqual(['malformed']);
    expect(broken('abcdefgh1\ud83d')).toEqual(['malformed']);
  });

  it.each([
    'password', 'PASSWORD', 'Password1', 'Password1!', 'Password123', 'Password123!', 'password123!!', '!Password123', 'P@ssw0rd', 'P@ssw0rd1',
    'P@ssword1!', 'Pa$$w0rd!', 'Qwerty123!',
    'Welcome1!', 'Welcome@2024', 'Summer2024!', 'Admin@123', '@dmin1234', 'Admin123!', 'Letmein123!', 'Abc@1234', 'Aa@123456', 'Test@1234', '1qaz2wsx',
    '1Qaz@2Wsx', 'iloveyou!', 'ｐａｓｓｗｏｒｄ１２３',
    'TrustNo1!', 'Changeme1!', '1234567890', '123456789!', 'Qwertyuiop1!',
  ])('PW-07 refuses the common password %s', (password) => {
    expect(broken(password)).toContain('too_common');
  });

  it.each([
    'correct horse battery staple', 'zqmvhtkrwpybnxldfgcj', 'kT9#vLq2!xWm', 'Dragon-8-Teapot-3', 'my password is long and odd', 'monkey-8239-1746-zebra',
    'blau-Regen-77-Tasse', 'пароль-и-чай-в-шесть', 'N8$kfjw0Qz',
  ])('PW-09 accepts %s, without rules of composition', (password) => {
    expect(broken(password)).toEqual([]);
  });

  it('PW-08 refuses what holds the local part of the address', () => {
    expect(broken('xx-john.smith-77', { email: 'John.Smith@example.com' })).toEqual(['contains_email']);
    expect(broken('JohnSmith-tea-77', { email: 'john.smith@example.com' })).toEqual(['contains_email']);
    expect(broken('john.smith-tea-77', { email: 'john.smith+news@example.com' })).toEqual(['contains_email']);
    expect(broken('bob-likes-tea-77', { email: 'bob@example.com' })).toEqual([]);
    expect(broken('tea-at-example.com', { email: 'john.smith@example.com' })).toEqual([]);
    expect(broken('john.smith-tea-77', { email: null })).toEqual([]);
  });

  it('PW-08 refuses what holds the name of the product or of the organization', () => {
    expect(broken('xx-AuthEngine-77')).toEqual(['contains_name']);
    expect(broken('acme_login_kettle')).toEqual(['contains_name']);
    expect(broken('globex.corp-kettle', { names: ['Globex Corp'] })).toEqual(['contains_name']);
    expect(broken('ibm-kettle-lamp', { names: ['IBM'] })).toEqual([]);
  });

  it('names every broken rule, in texts without the password', () => {
    const violations = policy.violations('john', { email: 'john@example.com' });
    expect(violations.map(({ rule }) => rule)).toEqual(['too_short', 'too_common', 'contains_email']);
    for (const { message } of violations) expect(message).not.toContain('john');
  });

  it('PW-10 refuses a megabyte in no time', () => {
    const began = process.cpuUsage();
    expect(broken('e\u0301'.repeat(500_000))).toEqual(['too_long']);
    expect(broken('\u0000'.repeat(1_000_000))).toEqual(['too_long']);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(500);
  });

  it('judges composed and decomposed text alike and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 128 }), fc.string({ unit: 'binary' }), (password, email) => {
        expect(broken(password.normalize('NFD'), { email })).toEqual(broken(password.normalize('NFC'), { email }));
      }),
    );
  });
});
