export type { FormPage } from '@authengine/identity';
