import { ConfigurationError } from './configuration-error.js';
import { auditFaults } from './audit-environment.js';
import { loadSettings } from './settings.js';

const TOKEN = 'a-token-of-sixteen';

describe('the settings of the audit evidence', () => {
  it('take an endpoint with a token, and one without', () => {
    expect(auditFaults({ AUDIT_ANCHOR_URL: 'https://anchors.test/x', AUDIT_ANCHOR_TOKEN: TOKEN }, true)).toEqual([]);
    expect(auditFaults({ AUDIT_ANCHOR_URL: 'http://127.0.0.1:9/x' }, false)).toEqual([]);
    expect(auditFaults({}, true)).toEqual([]);
  });

  it('refuse what would be sent in the clear, to nobody, or with a password in the URL', () => {
    expect(auditFaults({ AUDIT_ANCHOR_URL: 'http://anchors.test' }, true)).toEqual(['AUDIT_ANCHOR_URL must be an https URL']);
    expect(auditFaults({ AUDIT_ANCHOR_TOKEN: TOKEN }, false)).toHaveLength(1);
    expect(auditFaults({ AUDIT_ANCHOR_URL: 'https://me:secret@anchors.test' }, false).join()).toMatch(/^AUDIT_ANCHOR_URL (?!.*secret)/);
  });

  it.each([['AUDIT_CHECKPOINT_SECONDS', '0'], ['AUDIT_CHECKPOINT_SECONDS', 'often'], ['AUDIT_ANCHOR_URL', 'ftp://anchors.test'], ['AUDIT_ANCHOR_TOKEN', 'short']])('refuse %s=%s by name', (name, value) => {
    expect(() => loadSettings({ NODE_ENV: 'test', SECRET_KEY: 'x', JWT_SECRET_KEY: 'y', SUPERADMIN_PASSWORD: 'z', [name]: value })).toThrow(ConfigurationError);
  });
});
