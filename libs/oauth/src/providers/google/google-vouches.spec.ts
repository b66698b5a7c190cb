import { googleVouchesFor } from './google-vouches.js';

describe('an address that Google says is verified', () => {
  it.each([
    ['ada@gmail.com', undefined],
    ['ada@googlemail.com', undefined],
    ['ada@example.com', 'example.com'],
    ['ada@example.com', 'EXAMPLE.com'],
  ])('%s of the hosted domain %j is proven: Google keeps its mailbox', (address, hd) => {
    expect(googleVouchesFor(address, hd)).toBe(true);
  });

  it.each([
    ['ada@example.com', undefined],
    ['ada@example.com', null],
    ['ada@example.com', ''],
    ['ada@example.com', 'other.com'],
    ['ada@example.com', 'mple.com'],
    ['ada@mail.example.com', 'example.com'],
    ['ada@example.com', 'mail.example.com'],
    ['ada@example.com', ['example.com']],
    ['ada@example.com', 'x@example.com'],
    ['ada@notgmail.com', undefined],
    ['ada@gmail.com.evil.test', undefined],
    ['gmail.com@evil.test', undefined],
    // An account at a hosted domain whose address is somebody's at gmail.com.
    ['ada@gmail.com', 'evil.test'],
  ])('%s of the hosted domain %j is not: somebody else may own the mailbox by now', (address, hd) => {
    expect(googleVouchesFor(address, hd)).toBe(false);
  });
});
