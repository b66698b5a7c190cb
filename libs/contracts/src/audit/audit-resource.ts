type BuiltIn = 'Auth' | 'User' | 'Session' | 'Tenant' | 'Invitation' | 'UserRole' | 'Role' | 'ServiceApiKey' | 'Application' | 'SigningKey' | 'AuditLog' | 'Mail' | 'Webhook';

const NAME = /^[A-Z][A-Za-z0-9]{1,39}$/;

declare const declared: unique symbol;

/** The kind of thing that an event acts on (the audit log's `resource` field): one of ours, or of an extension. */
export type AuditResource = BuiltIn | (string & { readonly [declared]: true });

/**
 * Declares a kind of thing that events act on, like `Project`. Two extensions may declare the same kind.
 * @throws Error for a name that is not written like `Project`
 */
export function defineAuditResource(name: string): AuditResource {
  if (!NAME.test(name)) throw new Error(`the audit resource ${name} is not written like Project`);
  return name as AuditResource;
}
