import { promisify } from 'node:util';
import { lookupPublic, PRIVATE_ADDRESS } from './lookup-public.js';

const found = promisify((hostname: string, all: boolean, done: (error: Error | null, address?: unknown) => void) => {
  lookupPublic(hostname, { all }, done);
});

describe('RD-03 the look-up of a receiver', () => {
  it.each([true, false])('fails for a name that leads to this machine', async (all) => {
    await expect(found('localhost', all)).rejects.toMatchObject({ code: PRIVATE_ADDRESS });
  });

  it('fails for a name that leads nowhere as any other does', async () => {
    await expect(found('nowhere.invalid', true)).rejects.toMatchObject({ code: expect.stringMatching(/^E(?:NOTFOUND|AI_)/) as string });
  });
});
