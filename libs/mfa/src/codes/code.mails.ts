import type { MailContent } from '@authengine/mail';

export function recoveryCodeUsedMail(left: number): MailContent {
  return {
    subject: 'A recovery code was used',
    paragraphs: [
      'One of the recovery codes of your account was used in place of a code of your authenticator app.',
      left === 0 ? 'It was the last one: make new ones now.' : `${left} of them ${left === 1 ? 'is' : 'are'} left; make new ones before they run out.`,
    ],
  };
}

export function secondFactorGuessedMail(): MailContent {
  return {
    subject: 'Wrong codes were tried on your account',
    paragraphs: [
      'Somebody tried several wrong codes as the second step of signing in to your account. They did not get in, and more tries from there are refused for a while.',
      'To come that far one has to have passed the first step. If it was not you, change your password: that ends every attempt under way.',
    ],
  };
}
