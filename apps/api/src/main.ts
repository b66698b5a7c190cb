import 'reflect-metadata';
import { readEnvironment } from '@authengine/config';
import { run } from './run.js';

await run(readEnvironment);
