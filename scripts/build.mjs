// npm run build: always builds, and records the sources of the build.
import { build, checkNode, ensureInstalled } from './prepare.mjs';

checkNode();
ensureInstalled();
build();
