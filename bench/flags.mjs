// What `npm run bench -- …` may be followed by.
import { parseArgs } from 'node:util';

const HELP = `npm run bench [-- flags]

  --only a,b          only these parts: %PARTS%
  --with better-auth  also measures better-auth, which npm installs into a temporary folder
  --growth            instead of all that: how the cost of an introspection grows with the data
  --sessions n        with --growth: up to so many sessions (1,000,000)
  --write             writes the table into docs/performance.md
`;

/** The flags; ends the process where there is a mistake in them. */
export function readFlags(parts) {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, with: { type: 'string' }, growth: { type: 'boolean' }, sessions: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    if (values.help) {
      process.stdout.write(help(parts));
      process.exit(0);
    }
    const asked = values.only?.split(',') ?? parts;
    const unknown = asked.filter((name) => !parts.includes(name));
    if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}`);
    if (values.with !== undefined && values.with !== 'better-auth') throw new Error('--with takes better-auth alone');
    // In their own order: the first ones need every core, and the load is pinned after them.
    const only = values.growth ? ['growth'] : parts.filter((name) => asked.includes(name));
    const sessions = Number(values.sessions ?? 1_000_000);
    if (!Number.isSafeInteger(sessions) || sessions < 10_000) throw new Error('--sessions is a number of 10,000 or more');
    return { only, betterAuth: values.with === 'better-auth', sessions, write: values.write === true };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help(parts)}`);
    process.exit(2);
  }
}

function help(parts) {
  return HELP.replace('%PARTS%', parts.join(', '));
}
