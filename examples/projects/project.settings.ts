import { setting, wholeNumber } from '@authengine/config';
import { z } from 'zod';

export const ProjectSettings = z.object({
  PROJECTS_MAX_PER_TENANT: setting(wholeNumber(1, 10_000).prefault('100'), { about: 'Projects that one tenant may have' }),
  PROJECTS_FIRST_NAME: setting(z.string().min(1).max(100).optional(), { about: 'Name of the project that every new tenant begins with; none unless set', example: 'General' }),
});
