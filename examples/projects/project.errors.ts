import { defineErrors } from '@authengine/kernel';

export const ProjectErrors = defineErrors('projects', {
  name_taken: { status: 409, title: 'Name taken', detail: 'The tenant has a project of that name already.' },
  too_many: { status: 409, title: 'Too many projects', detail: 'The tenant has as many projects as it may have.' },
});
