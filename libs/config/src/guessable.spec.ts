import { createHash } from 'node:crypto';
import { isGuessableKey, isGuessablePassword } from './guessable.js';

/** As random as any, and the same in every run. */
const bytes = (i: number, count: number): Buffer => createHash('sha256').update(`sample ${i}`).digest().subarray(0, count);

/** What READMEs, tutorials and sample files print, and what is made of it in a hurry. */
const PRINTED = [
  'YourStrongPassword123!', 'ChangeThisStrongPassword123!', 'Your$trongP@ssw0rd', 'MyStrongPassword!2024', 'yourStrong(!)Password', 'YourSecurePassword123', 'MySecureP@ssword1!',
  'SuperSecretPassword!', 'super_secret_password', 'SuperSecure123!@#', 'Change_Me_In_Production', 'ChangeMeNow!2025', 'please-change-this-password', 'PleaseChangeMe123',
  'ThisIsASecurePassword1', 'this-is-my-password', 'AdminPassword123!', 'admin@password#2024', 'Admin!234567890', 'S3cur3P@ssw0rd!', 'Str0ngP@ssw0rd!', 'My$up3rS3cr3tP4ss',
  'myverystrongpassword', 'averylongandsecurepassword', 'a-strong-and-secure-password', 'use-a-strong-password-here', 'ReplaceWithStrongPassword1!', 'enter_your_password_here',
  'YOUR_PASSWORD_HERE', 'SomeStrongPassword1!', 'InitialAdminPassword1', 'DefaultAdminPassword!', 'TemporaryPassword2025!', 'MasterPassword123456', 'RootPassword1234!', 'Adm1nistr4t0r!23',
  'letmein-please-123', 'WelcomeToProduction1!', 'TestPassword12345', 'changeit-changeit', 'secretsecretsecret', 'CompanyPassword2024!', 'P455w0rd!P455w0rd!', 'Passw0rd-Passw0rd', 'strong-password',
  'password1234567890', 'Correct-Strong-Password', 'OurSuperAdminAccount1', 'SUPERADMIN_PASSWORD', '<your-strong-password>', '${SUPERADMIN_PASSWORD}',
];

const GOOD = [
  'seven herons over the estuary', 'vVx83-long-Quill', 'quiet-Harbour-77-lantern', 'my brother keeps nine bees', 'correct horse battery staple', 'nine otters under the bridge',
  'Tr4velling-Kettle-Umbrella', 'the strong tide of Wexford', 'please water Nora’s ferns', 'Xk9#vLq2@tWz', 'hJ7&pQz!m3Rw', 'zebra.kiosk.ravine.43', '8352-9471-6620-1845', 'γλυκό νερό στο πηγάδι',
  '蛙飛び込む水の音、夏の古池', 'Mississippi~delta~1931~blues', 'gate-lemur-oxide-prawn', 'my password is a heron in May', 'dQw4w9WgXcQ-7b', 'fjord bicycle mustard tango', 'admin-of-the-lighthouse-Eddystone',
  'secure the mizzen halyard', 'a8f5f167f44f4964e6c998de', 'Oslo tram nineteen, snow',
];

describe('a password that is guessed', () => {
  it.each(PRINTED)('%s', (password) => {
    expect(isGuessablePassword(password)).toBe(true);
  });

  it.each(PRINTED)('%s, in capitals and with signs around it', (password) => {
    expect(isGuessablePassword(password.toUpperCase())).toBe(true);
    expect(isGuessablePassword(`#1-${password}-!`)).toBe(true);
  });
});

describe('a password that is not', () => {
  it.each(GOOD)('%s', (password) => {
    expect(isGuessablePassword(password)).toBe(false);
  });

  it('anything random of twelve characters or more', () => {
    for (let i = 0; i < 500; i += 1) {
      expect(isGuessablePassword(bytes(i, 9).toString('base64url'))).toBe(false);
      expect(isGuessablePassword(bytes(i, 8).toString('hex'))).toBe(false);
    }
  });
});

describe('a key', () => {
  it.each([
    'please-change-this-to-a-very-secure-secret-key-in-production!!', 'your-super-secret-key-change-this-in-production-2025', 'ThisIsAVeryLongAndVerySecureSecretKeyForMyApplication123!', 'my_super_strong_jwt_signing_secret_please_replace_me_1234',
    'Y0ur-Sup3r-S3cr3t-K3y-Ch4ng3-Th1s-N0w-Please-2024!', 'generate-a-secure-random-string-of-at-least-32-characters-here', 'use_openssl_rand_hex_32_to_generate_a_secret_key_for_this_server', 'a-very-strong-secret-key-that-nobody-should-ever-use-anywhere',
    '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  ])('is guessed: %s', (key) => {
    expect(isGuessableKey(key)).toBe(true);
  });

  it('is not where it is random', () => {
    for (let i = 0; i < 300; i += 1) {
      expect(isGuessableKey(bytes(i, 32).toString('hex'))).toBe(false);
      expect(isGuessableKey(bytes(i, 24).toString('base64'))).toBe(false);
      expect(isGuessableKey(bytes(i, 32).toString('base64url'))).toBe(false);
    }
  });
});
