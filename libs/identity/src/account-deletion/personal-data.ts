import type { UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';

/** What one lib keeps of a user that is the user's to have (GDPR articles 15 and 20): JSON, without secrets and without other people's data. */
export type ExportPart = (userId: UserId) => Promise<unknown>;

/** The parts of a user's export, from whichever libs keep something of users. */
@Injectable()
export class PersonalData {
  private readonly parts = new Map<string, ExportPart>();

  /** At start, under the name the part has in the export: `linked_accounts`. */
  onExport(name: string, part: ExportPart): void {
    this.parts.set(name, part);
  }

  async of(userId: UserId): Promise<Record<string, unknown>> {
    const values = await Promise.all([...this.parts].map(async ([name, part]) => [name, await part(userId)] as const));
    return Object.fromEntries(values);
  }
}
