import { isEmail } from '@authengine/kernel';
import { VariableFault } from './variable-docs.js';

/** The sender of every mail. */
export interface MailSender {
  /** The application's name unless given. */
  readonly name?: string;
  readonly address: string;
}

/**
 * Reads `no-reply@acme.example` or `Acme <no-reply@acme.example>` (RFC 5322 section 3.4, one mailbox).
 * @throws VariableFault
 */
export function readMailSender(text: string): MailSender {
  const from = text.endsWith('>') ? text.lastIndexOf('<') : -1;
  const address = from < 0 ? text : text.slice(from + 1, -1).trim();
  const name = (from < 0 ? '' : text.slice(0, from)).trim().replace(/^"([^"]*)"$/, '$1').trim();
  // A name may contain letters of any script, but nothing that ends a header or begins another address.
  if (!isEmail(address) || /[\p{C}<>"]/u.test(name)) throw new VariableFault('must be an e-mail address, or a name with one: Acme <no-reply@acme.example>');
  return name === '' ? { address } : { name, address };
}
