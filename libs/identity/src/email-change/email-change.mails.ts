import { typedAddress, type MailContent } from '@authengine/mail';
import { notMeAction } from '../not-me/not-me.mails.js';

/**
 * To the new address. It names the account, so that nobody confirms a stranger's by mistake. When it cannot name the
 * account in full, a click counts only in a browser that is signed in to it.
 */
export function confirmNewAddressMail(link: string, currentAddress: string | null, occasion: string): MailContent {
  const account = currentAddress === null ? null : typedAddress(currentAddress);
  const inFull = account !== null && account === currentAddress;
  return {
    subject: 'Confirm your new e-mail address',
    preheader: 'One click and the address is your account’s.',
    paragraphs: [
      `${account === null ? 'An account' : `The account of ${account}`} is to have this address from now on. That was asked for ${occasion}.`,
      `Confirm it only if that account is yours${inFull ? '' : ', in the browser in which you signed in to it'}. The link works once, for 24 hours.`,
    ],
    action: { label: 'Confirm my new address', url: link },
    footer: ['If this was not you, do nothing: without the confirmation nothing changes.'],
  };
}

/** To the owner of an address that another account asks for. */
export function addressInUseMail(occasion: string): MailContent {
  return {
    subject: 'You already have an account',
    paragraphs: [
      `Somebody, perhaps you, asked ${occasion} to give this address to another account. It has an account already, so nothing was changed.`,
      'If both are yours, delete one of them or choose another address.',
    ],
    footer: ['If this was not you, you need not do anything.'],
  };
}

/** To the current address, when somebody asks for the change. */
export function changeRequestedMail(occasion: string, notMeLink: string): MailContent {
  return {
    subject: 'A new address was asked for',
    preheader: 'If this was not you, secure your account now.',
    paragraphs: [`A change of your account’s e-mail address was asked for ${occasion}. Nothing changes until the new address is confirmed.`, 'If that was you, there is nothing to do.'],
    action: notMeAction(notMeLink),
  };
}

/** To the former address, after the change. */
export function addressChangedMail(occasion: string, undoLink: string): MailContent {
  return {
    subject: 'Your e-mail address was changed',
    preheader: 'If this was not you, take your account back now.',
    paragraphs: [`Your account has another e-mail address since a confirmation ${occasion}. Mails go there from now on.`, 'If that was you, there is nothing to do. If not, the link below gives you the account back, for 7 days.'],
    action: { label: 'Restore my address', url: undoLink },
  };
}
