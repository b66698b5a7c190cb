// npm run build: always builds, and notes what it was built from.
import { build, checkNode, ensureInstalled } from './prepare.mjs';

checkNode();
ensureInstalled();
build();
