import { setting, wholeNumber } from '@authengine/config';
import { z } from 'zod';

export const ProjectSettings = z.object({
  PROJECTS_MAX_PER_TENANT: setting(wholeNumber(1, 10_000).prefault('100'), { about: 'Projects that one tenant may have' }),
});
