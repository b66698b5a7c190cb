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

  it('take a bucket with its key, and refuse one without, in the clear, or a key for no bucket', () => {
    const bucket = { AUDIT_ANCHOR_S3_URL: 'https://s3.test/anchors', AUDIT_ANCHOR_S3_ACCESS_KEY_ID: 'id', AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: 'the secret of it' };
    expect(auditFaults({ ...bucket, AUDIT_ANCHOR_S3_LOCK_DAYS: 1 }, true)).toEqual([]);
    expect(auditFaults({ AUDIT_ANCHOR_S3_URL: bucket.AUDIT_ANCHOR_S3_URL }, true)).toEqual(['AUDIT_ANCHOR_S3_URL needs AUDIT_ANCHOR_S3_ACCESS_KEY_ID', 'AUDIT_ANCHOR_S3_URL needs AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY']);
    expect(auditFaults({ ...bucket, AUDIT_ANCHOR_S3_URL: 'http://s3.test/anchors' }, true)).toEqual(['AUDIT_ANCHOR_S3_URL must be an https URL']);
    expect(auditFaults({ ...bucket, AUDIT_ANCHOR_S3_URL: 'https://me:canary@s3.test/anchors' }, false).join()).toMatch(/^AUDIT_ANCHOR_S3_URL (?!.*canary)/);
    expect(auditFaults({ ...bucket, AUDIT_ANCHOR_S3_URL: 'https://s3.test/anchors?x=1' }, false)).toHaveLength(1);
    expect(auditFaults({ AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: 'the secret of it', AUDIT_ANCHOR_S3_LOCK_DAYS: 1 }, false)).toHaveLength(2);
  });

  it('refuse a witness in the clear in production', () => {
    const witness = { name: 'w', publicKey: Buffer.alloc(32), url: 'http://w.test' };
    expect(auditFaults({ AUDIT_WITNESSES: [witness] }, true)).toEqual(['AUDIT_WITNESSES must have https URLs']);
    expect(auditFaults({ AUDIT_WITNESSES: [witness] }, false)).toEqual([]);
  });

  it.each([['AUDIT_CHECKPOINT_SECONDS', '0'], ['AUDIT_ANCHOR_S3_URL', 'file:///x'], ['AUDIT_ANCHOR_S3_LOCK_DAYS', '0'], ['AUDIT_ANCHOR_S3_REGION', 'Frankfurt'], ['AUDIT_WITNESSES', 'https://w.test'], ['AUDIT_CHECKPOINT_SECONDS', 'often'], ['AUDIT_ANCHOR_URL', 'ftp://anchors.test'], ['AUDIT_ANCHOR_TOKEN', 'short']])('refuse %s=%s by name', (name, value) => {
    expect(() => loadSettings({ NODE_ENV: 'test', SECRET_KEY: 'x', JWT_SECRET_KEY: 'y', SUPERADMIN_PASSWORD: 'z', [name]: value })).toThrow(ConfigurationError);
  });
});
