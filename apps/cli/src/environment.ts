/** The variables that the process was started with, and those of `.env`; `loadSettings` reads them when a command needs settings. */
export abstract class Environment {
  abstract readonly variables: Readonly<Record<string, string | undefined>>;
}
