import { defineErrors } from '@authengine/kernel';

export const ApplicationErrors = defineErrors('application', {
  not_found: { status: 404, title: 'No such application', detail: 'There is no application with this id.' },
  tenant_not_found: { status: 404, title: 'No such tenant', detail: 'There is no tenant with this id to bind the application to.' },
  secret_not_found: { status: 404, title: 'No such secret', detail: 'The application has no secret with this id.' },
  too_many_secrets: { status: 409, title: 'Too many secrets', detail: 'The application has two secrets already; remove one first.' },
  no_secrets: { status: 409, title: 'No secrets here', detail: 'The application does not authenticate by a secret.' },
});
