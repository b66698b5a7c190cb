/** The variables that the process was started with; `loadSettings` reads them when a command needs settings. */
export abstract class Environment {
  abstract readonly variables: Readonly<Record<string, string | undefined>>;
}
