import { confirmNewAddressMail } from './email-change.mails.js';

describe('the mail to the new address', () => {
  const said = (currentAddress: string | null): string => confirmNewAddressMail('https://auth.test/x', currentAddress, 'now').paragraphs.join(' ');

  it('names the account, whose owner may then click anywhere', () => {
    expect(said('ada@example.com')).toContain('The account of ada@example.com is');
    expect(said('ada@example.com')).not.toContain('in the browser');
  });

  it.each([
    ['has no address', null],
    ['has an address that reads like a message', 'call=now@people.test'],
    ['has an address with a long first part', `${'a'.repeat(40)}@people.test`],
    ['has an address with a long domain', `ada@${'a'.repeat(50)}.people.test`],
  ])('says where the link counts for an account that %s', (_, address) => {
    expect(said(address)).toContain('in the browser in which you signed in to it');
  });
});
