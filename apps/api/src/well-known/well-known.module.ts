import { OidcModule } from '@authengine/oidc';
import { Module } from '@nestjs/common';
import { HomeController } from './home.controller.js';
import { WellKnownController } from './well-known.controller.js';

@Module({ imports: [OidcModule], controllers: [HomeController, WellKnownController] })
export class WellKnownModule {}
