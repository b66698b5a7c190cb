import { z } from 'zod';
import { readSecurityContact } from './security-contact.js';
import { docs, flag, readBy, urlWith, wholeNumber } from './variable-docs.js';

const section = 'Operations';
/** The example token of the documentation, so it is nobody's secret. */
export const PRINTED_METRICS_TOKEN = 'a-long-random-text';

/** Endpoints that only operators reach. */
export const managementVariables = {
  MANAGEMENT_PORT: wholeNumber(1, 65535).optional().register(docs, { section, about: 'Another port, for /metrics and /health alone, which no load balancer leads to; /metrics is then told nobody on PORT but who has METRICS_TOKEN', example: '9090' }),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().register(docs, { section, secret: true, about: 'Who sends `Authorization: Bearer <it>` is told /metrics on PORT. In production, without it and without MANAGEMENT_PORT, nobody is', example: PRINTED_METRICS_TOKEN }),
  SECURITY_CONTACT: readBy(readSecurityContact).optional().register(docs, { section, about: 'Whom to tell of a vulnerability, for /.well-known/security.txt (RFC 9116): an e-mail address, or a `mailto:`, `https:` or `tel:` URL. Unset: there is no such file', example: 'security@example.com' }),
  HOME_URL: urlWith(['http:', 'https:']).optional().register(docs, { section, about: 'Where `/` leads. Unset: a start page in development, nothing in production', example: 'https://www.example.com' }),
  API_DOCS: flag('must be on or off').transform((on) => (on ? ('on' as const) : ('off' as const))).prefault('on').register(docs, { section, about: '`off` serves neither Swagger UI at /docs nor the document at /openapi.json' }),
};
