import { ContextValue } from './context-value.js';

describe('ContextValue', () => {
  const tenant = new ContextValue<string>();
  const user = new ContextValue<string | undefined>();

  it('is there in everything that the work awaits, and nowhere else', async () => {
    const seen: (string | undefined)[] = [];
    const one = tenant.run('one', async () => {
      await Promise.resolve();
      seen.push(tenant.get());
    });
    seen.push(tenant.get());
    await one;
    seen.push(tenant.get());
    expect(seen).toEqual([undefined, 'one', undefined]);
  });

  it('keeps values of other names and of works side by side apart', async () => {
    const work = (name: string): Promise<(string | undefined)[]> =>
      tenant.run(name, () => user.run(`${name}'s`, async () => (await Promise.resolve(), [tenant.get(), user.get()])));
    expect(await Promise.all([work('one'), work('two')])).toEqual([['one', "one's"], ['two', "two's"]]);
  });

  it('is there again in what an event calls, and outside where nothing was', () => {
    const seen: (string | undefined)[] = [];
    const look = (): void => {
      seen.push(tenant.get());
    };
    const [inside, outside] = [tenant.run('one', () => ContextValue.current()), ContextValue.current()];
    inside(look, undefined);
    outside(look, undefined);
    tenant.run('two', () => {
      inside(look, undefined);
      outside(look, undefined);
      look();
    });
    expect(seen).toEqual(['one', undefined, 'one', undefined, 'two']);
  });

  it('takes the innermost value, also where that is undefined', () => {
    expect(user.run('outer', () => [user.run('inner', () => user.get()), user.run(undefined, () => user.get()), user.get()])).toEqual(['inner', undefined, 'outer']);
  });
});
