/** Whether this is the refusal of the database that REDIS_URL names, in whatever words. */
export function refusesDatabase(error: unknown): boolean {
  return (error as { command?: { name?: string } } | null)?.command?.name === 'select';
}
