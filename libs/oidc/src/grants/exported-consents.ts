import { PersonalData } from '@authengine/identity';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consents } from './consents.js';

/** What a user has agreed to, in their export. The rows go with the user. */
@Injectable()
export class ExportedConsents implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly consents: Consents,
  ) {}

  onModuleInit(): void {
    this.personalData.onExport('applications', async (userId) =>
      (await this.consents.list(userId)).map(({ applicationId, name, scopes, createdAt, updatedAt }) => ({ id: applicationId, name, scopes, created_at: createdAt, updated_at: updatedAt })),
    );
  }
}
